import { EngineError } from "@lehr/engine";
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { byFanIn, type Initializer } from "../models/initializers.js";
import type { Normalize } from "../models/model.js";

type Layer = LayersModel["layers"][number];
type Weight = LayersModel["weights"][number];

/** A trainable weight, under a name that is the same in every process. */
export interface TrainedWeight {
  name: string;
  weight: Weight;
}

/** A layer of batch normalization that is trained. */
export interface NormalizedLayer {
  name: string;
  layer: Layer;
  channels: number;
}

/**
 * A model's layers, those of models inside it one by one, by name: "3-Dense" is the third. TensorFlow.js' own names
 * count what was made in the process before.
 */
function layersOf(model: LayersModel): { name: string; layer: Layer }[] {
  const flat = (layer: Layer): Layer[] =>
    "layers" in layer ? (layer.layers as Layer[]).flatMap(flat) : [layer];
  return model.layers.flatMap(flat).map((layer, i) => ({ name: `${i + 1}-${layer.getClassName()}`, layer }));
}

/** @throws EngineError for regularizers: how weights decay is for the optimizer to say. */
export function trainedWeights(model: LayersModel): TrainedWeight[] {
  const layers = layersOf(model);
  const regularized = layers.find(({ layer }) => layer.losses.length > 0);
  if (regularized !== undefined) {
    throw new EngineError(
      `layer "${regularized.layer.name}" must have no regularizer: how weights decay is what the lab varies`,
    );
  }
  return layers.flatMap(({ name, layer }) =>
    layer.trainableWeights.map((weight, i, all) => {
      const last = lastPart(weight);
      const twice = all.some((other) => other !== weight && lastPart(other) === last);
      return { name: `${name}/${twice ? `${i + 1}-` : ""}${last}`, weight };
    }),
  );
}

const lastPart = ({ originalName }: Weight): string => originalName.split("/").at(-1)!;

/** How a seed starts a weight; see `layersTask`. */
export function startOf(weight: Weight): Initializer {
  const [shape, own] = [weight.shape as number[], Float32Array.from(weight.read().dataSync())];
  const constant = own.every((value) => value === own[0]);
  if (shape.length < 2 || constant) return (values) => values.set(own);
  return byFanIn(shape.slice(0, -1).reduce((product, extent) => product * extent, 1));
}

/** @throws EngineError for normalization over another axis than the last, or without scale or shift. */
export function normalizedLayers(model: LayersModel): NormalizedLayer[] {
  return layersOf(model).flatMap(({ name, layer }) => {
    if (layer.getClassName() !== "BatchNormalization" || layer.trainableWeights.length === 0) return [];
    const { axis, center, scale } = layer.getConfig() as { axis: number; center: boolean; scale: boolean };
    const { rank } = layer.input as SymbolicTensor;
    if ((axis !== -1 && axis !== rank - 1) || !center || !scale) {
      throw new EngineError(
        `layer "${layer.name}" must normalize over the last axis with center and scale, ` +
          `got axis ${axis}, center ${center}, scale ${scale}`,
      );
    }
    return [{ name, layer, channels: layer.trainableWeights[0]!.shape[0]! }];
  });
}

/** Calls `fn` while layers of batch normalization do as they are told, by `normalize`. */
export function withNormalization<T>(
  layers: readonly NormalizedLayer[],
  normalize: Normalize,
  fn: () => T,
): T {
  for (const { name, layer } of layers) {
    layer.call = (inputs) => normalize(name, Array.isArray(inputs) ? inputs[0]! : inputs);
  }
  try {
    return fn();
  } finally {
    // The method of the class shows again.
    for (const { layer } of layers as readonly { layer: Partial<Layer> }[]) delete layer.call;
  }
}
