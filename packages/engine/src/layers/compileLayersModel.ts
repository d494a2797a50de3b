import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Optimizer } from "lehr";
import { type Device, placement } from "../device.js";
import { EngineError } from "../errors.js";
import { checkNames, inBrackets } from "../feeds.js";
import type { GradientTransformation } from "../training/loss.js";
import { compileTrainingStep, type Initial, type TrainingStep } from "../training/trainingStep.js";
import { checkForm } from "./checkLayersModel.js";
import { type LayersLoss, layersLoss, targetShapeFor } from "./losses.js";
import { predictor } from "./predictor.js";
import { withoutDrawing } from "./withoutDrawing.js";
import { type Weight, withWeights } from "./withWeights.js";

export interface LayersModelOptions {
  /** Examples in a batch; every step is fed as many. */
  readonly batchSize: number;
  /** One of `lehr`'s. Its parameters are the model's trainable weights by name. */
  readonly optimizer: Optimizer;
  /**
   * The shape of one example's target. Default that of the model's output; for "sparseCategoricalCrossentropy" that
   * without its last axis.
   */
  readonly targetShape?: readonly number[];
  /** What the update is given in place of the gradients, by name: clipped ones, say. Default the gradients. */
  readonly transformGradients?: GradientTransformation;
  /** Where it trains. Default "cpu". */
  readonly device?: Device;
  /** Threads that compute on the CPU. Default 1. */
  readonly threads?: number;
  /** Refuse inputs with a NaN or an infinite number. Default false. */
  readonly checkFinite?: boolean;
}

/** A LayersModel in training. */
export interface CompiledLayersModel {
  /** One training step on a batch, `x` and `y` in row-major order; the loss before the update. */
  trainOnBatch(x: Float32Array, y: Float32Array): Promise<number>;
  /** The model's output for a batch of the same size, as in evaluation, with the weights that `writeBack` writes. */
  predictOnBatch(x: Float32Array): Promise<Float32Array>;
  /**
   * Writes the weights trained so far into the model, and the running statistics, which are those of training. The
   * weights are those to evaluate and deploy, the step's `evaluationParameters`: of a schedule-free optimizer the
   * average. The training itself goes on as if nothing had been written.
   */
  writeBack(): Promise<void>;
  /** The step itself: its learning rate, its optimizer's state. */
  readonly step: TrainingStep<{ x: { shape: number[] }; y: { shape: number[] } }>;
  /** Releases what it holds; the model stays as it is. Calling it again does nothing. */
  dispose(): void;
}

/** What `compileLayersModel` can be told. */
const OPTIONS = [
  ...["batchSize", "optimizer", "targetShape", "transformGradients"],
  ...["device", "threads", "checkFinite"],
];

/**
 * Compiles a TensorFlow.js LayersModel with one input and one output to a training step over its trainable weights.
 * Regularizers of its layers count in the loss; running statistics of batch normalization are carried along.
 *
 * @param loss a function of targets and predictions, or a name that `model.compile` knows.
 * @throws EngineError for a model with several inputs or outputs, without trainable weights or with constraints on
 * them, where the model or the loss draws random numbers, and as `compileTrainingStep`.
 */
export async function compileLayersModel(
  model: LayersModel,
  loss: string | LayersLoss,
  options: LayersModelOptions,
): Promise<CompiledLayersModel> {
  const { batchSize, targetShape: asked, ...common } = options;
  checkNames("option of compileLayersModel", Object.keys(options), OPTIONS);
  checkForm(model);
  const measure = layersLoss(loss);
  const [x, y] = [exampleShape(model.inputs[0]!, batchSize), exampleShape(model.outputs[0]!, batchSize)];
  const targetShape = asked ?? targetShapeFor(loss, y.slice(1));
  const trainable = new Set(model.trainableWeights.map(({ name }) => name));
  if (trainable.size === 0)
    throw new EngineError(`model must have trainable weights, got none (${model.weights.length} are frozen)`);
  const weights = model.weights;
  const forward = (tensors: Readonly<Record<string, tf.Tensor>>, images: tf.Tensor, training: boolean) =>
    withWeights(weights, tensors, () => {
      const predictions = model.apply(images, { training }) as tf.Tensor;
      return { predictions, penalties: training ? model.calculateLosses() : [] };
    });
  const step = await compileTrainingStep({
    ...common,
    inputs: { x: { shape: x }, y: { shape: [batchSize, ...targetShape] } },
    params: initials(weights.filter(({ name }) => trainable.has(name))),
    state: initials(weights.filter(({ name }) => !trainable.has(name))),
    loss: ({ inputs, params, state }) =>
      withoutDrawing(model, () => {
        const { result, written } = forward({ ...params, ...state }, inputs.x, true);
        const error = tf.mean(measure(inputs.y, result.predictions));
        const total = result.penalties.reduce((sum, penalty) => tf.add(sum, penalty), error);
        return { loss: total as tf.Scalar, state: written };
      }),
  });

  const shapes = Object.fromEntries(weights.map(({ name, shape }) => [name, shape as number[]]));
  const deployed = async (): Promise<Record<string, Float32Array>> => {
    const [trained, fixed] = await Promise.all([step.evaluationParameters(), step.state()]);
    return { ...trained, ...fixed };
  };
  const { predict, release } = predictor(
    (images, tensors) => withoutDrawing(model, () => forward(tensors, images, false).result.predictions),
    x,
    shapes,
    placement(options),
  );
  let open = true;
  return {
    step: step as unknown as CompiledLayersModel["step"],
    trainOnBatch: async (images, targets) => (await step({ x: images, y: targets })).loss,
    predictOnBatch: (images) => predict(images, deployed),
    async writeBack() {
      const arrays = await deployed();
      for (const weight of weights) {
        const tensor = tf.tensor(arrays[weight.name]!, shapes[weight.name]!);
        weight.write(tensor);
        tensor.dispose();
      }
    },
    dispose() {
      if (!open) return;
      open = false;
      step.dispose();
      release();
    },
  };
}

/** The shape of a batch of one of the model's tensors. */
function exampleShape(
  { name, shape }: { name: string; shape: (number | null)[] },
  batchSize: number,
): number[] {
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new EngineError(`batchSize must be a positive integer, got ${String(batchSize)}`);
  const [, ...example] = shape;
  if (example.some((extent) => extent === null))
    throw new EngineError(
      `"${name}" of the model must have a shape that is known but for the batch, got ${inBrackets(shape)}`,
    );
  return [batchSize, ...(example as number[])];
}

/** The weights' values as they are. */
function initials(weights: readonly Weight[]): Record<string, Initial> {
  return Object.fromEntries(
    weights.map((weight) => [
      weight.name,
      { shape: weight.shape as number[], values: Float32Array.from(weight.read().dataSync()) },
    ]),
  );
}
