import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { EngineError } from "../errors.js";
import { replaced } from "../replaced.js";

type Layer = LayersModel["layers"][number];

/** TensorFlow.js' operations that draw random numbers, by the scope each of them opens. */
const DRAWS = /^(?:rand|random\w+|truncatedNormal|multinomial)__op$/;

/**
 * Calls `fn`, which applies the model, while nothing may draw random numbers: neither an operation of TensorFlow.js,
 * wherever it is called, nor `Math.random`. A function that is compiled would draw them once and for all.
 *
 * @throws EngineError at the first number drawn, naming the layer that draws it.
 */
export function withoutDrawing<T>(model: LayersModel, fn: () => T): T {
  const underWay: Layer[] = [];
  const refuse = (source: string): never => {
    throw new EngineError(
      `random numbers of ${drawer(underWay)}, by ${source}, would be drawn once, while compiling, and be the same in ` +
        "every step; leave it out or give it a rate of 0, or use compileTrainingStep and feed its mask",
    );
  };
  const engine = tf.engine();
  const restored = [
    replaced(engine, "startScope", (startScope) => (name) => {
      if (name !== undefined && DRAWS.test(name)) refuse(`tf.${name.replace("__op", "")}`);
      startScope.call(engine, name);
    }),
    replaced(Math, "random", () => () => refuse("Math.random")),
    ...[...layersIn(model)].map((layer) =>
      replaced(layer, "call", (call) => (...args) => {
        underWay.push(layer);
        try {
          return call.apply(layer, args);
        } finally {
          underWay.pop();
        }
      }),
    ),
  ];
  try {
    return fn();
  } finally {
    for (const restore of restored) restore();
  }
}

/** Who draws, the layers under way being those of the model from the outside in. */
function drawer([, ...layers]: readonly Layer[]): string {
  const innermost = layers.at(-1);
  if (innermost === undefined) return "the model or its loss";
  return `layer "${layers.map(({ name }) => name).join("/")}" (${innermost.getClassName()})`;
}

/** The model itself, its layers, and what these hold: models, wrapped layers, cells. A sequence's `model` is itself. */
function layersIn(model: LayersModel): Set<Layer> {
  const found = new Set<Layer>();
  const visit = (layer: Layer) => {
    if (found.has(layer)) return;
    found.add(layer);
    for (const [name, held] of Object.entries(layer))
      if (name !== "model") for (const part of [held].flat()) if (isLayer(part)) visit(part);
  };
  visit(model);
  return found;
}

/** By its parts, not by its class: TensorFlow.js may be loaded twice. */
const isLayer = (value: unknown): value is Layer =>
  typeof value === "object" && value !== null && "getClassName" in value && "call" in value;
