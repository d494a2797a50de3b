import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { EngineError } from "../errors.js";
import { Graph } from "../graph/graph.js";
import { trace } from "../trace/trace.js";
import { rowMajor } from "../trace/view.js";
import { prefixed, under } from "../training/trainee.js";
import { withoutDrawing } from "./withoutDrawing.js";
import { withWeights } from "./withWeights.js";

/** What stands for an extent that a model leaves open. */
const OPEN_EXTENT = 32;

/**
 * Makes sure that a model can be compiled: applies it as in training, to tensors that stand for a single example.
 *
 * @throws EngineError as `checkForm`, and for a model that draws random numbers or that calls a kernel which cannot
 * be compiled.
 */
export function checkLayersModel(model: LayersModel): void {
  checkForm(model);
  const graph = new Graph();
  const input = (name: string, shape: readonly number[]) => rowMajor(graph.input(name, shape, "float32"));
  const [batch, ...example] = model.inputs[0]!.shape;
  const x = input("x", [batch ?? 1, ...example.map((extent) => extent ?? OPEN_EXTENT)]);
  const weights = model.weights.map(({ name, shape }) => [name, input(name, shape as number[])] as const);
  trace(graph, { x, ...prefixed("weight/", Object.fromEntries(weights)) }, (tensors) => {
    const apply = () => model.apply(tensors.x!, { training: true }) as tf.Tensor;
    const applied = () => withWeights(model.weights, under("weight/", tensors), apply).result;
    return { y: withoutDrawing(model, applied) };
  });
}

/** @throws EngineError for a model with several inputs or outputs or with constraints on its weights. */
export function checkForm({ inputs, outputs, trainableWeights }: LayersModel): void {
  if (inputs.length !== 1 || outputs.length !== 1)
    throw new EngineError(
      `model must have one input and one output, got ${inputs.length} and ${outputs.length}; ` +
        "compileTrainingStep takes a loss over any",
    );
  const constrained = trainableWeights.find(
    (weight) => (weight as { constraint?: unknown }).constraint != null,
  );
  if (constrained !== undefined)
    throw new EngineError(
      `weight "${constrained.name}" of the model has a constraint, which is not supported`,
    );
}
