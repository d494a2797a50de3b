import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Optimizer } from "lehr";
import { type Device, placement } from "../device.js";
import { EngineError } from "../errors.js";
import { checkArray, newArray } from "../feeds.js";
import { type Loaded, load } from "../load.js";
import { compileTrainingStep, type Initial, type TrainingStep } from "../training/trainingStep.js";
import { type LayersLoss, layersLoss } from "./losses.js";
import { type Weight, withWeights } from "./withWeights.js";

export interface LayersModelOptions {
  /** Examples in a batch; every step is fed as many. */
  readonly batchSize: number;
  /** One of `lehr`'s. Its parameters are the model's trainable weights by name. */
  readonly optimizer: Optimizer;
  /** The shape of one example's target. Default that of the model's output; [] for sparse losses. */
  readonly targetShape?: readonly number[];
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
  /** The model's output for a batch of the same size, with the weights trained so far, as in evaluation. */
  predictOnBatch(x: Float32Array): Promise<Float32Array>;
  /** Writes the weights trained so far, and running statistics, into the model. */
  writeBack(): Promise<void>;
  /** The step itself: its learning rate, its optimizer's state. */
  readonly step: TrainingStep<{ x: { shape: number[] }; y: { shape: number[] } }>;
  /** Releases what it holds; the model stays as it is. Calling it again does nothing. */
  dispose(): void;
}

/** Layers that draw random numbers in training, which a compiled function would draw only once. */
const RANDOM = new Set(["Dropout", "SpatialDropout1D", "AlphaDropout", "GaussianDropout", "GaussianNoise"]);

/**
 * Compiles a TensorFlow.js LayersModel with one input and one output to a training step over its trainable weights.
 * Regularizers of its layers count in the loss; running statistics of batch normalization are carried along.
 *
 * @param loss a function of targets and predictions, or a name that `model.compile` knows.
 * @throws EngineError for a model with several inputs or outputs, with layers that draw random numbers or with
 * constraints on its weights, and as `compileTrainingStep`.
 */
export async function compileLayersModel(
  model: LayersModel,
  loss: string | LayersLoss,
  options: LayersModelOptions,
): Promise<CompiledLayersModel> {
  const { batchSize, targetShape } = options;
  checkLayersModel(model);
  const measure = layersLoss(loss);
  const [x, y] = [exampleShape(model.inputs[0]!, batchSize), exampleShape(model.outputs[0]!, batchSize)];
  const target = targetShape === undefined ? y : [batchSize, ...targetShape];
  const trainable = new Set(model.trainableWeights.map(({ name }) => name));
  const weights = model.weights;
  const fixed = weights.filter(({ name }) => !trainable.has(name));
  const forward = (tensors: Readonly<Record<string, tf.Tensor>>, images: tf.Tensor, training: boolean) =>
    withWeights(weights, tensors, () => {
      const predictions = model.apply(images, { training }) as tf.Tensor;
      return { predictions, penalties: training ? model.calculateLosses() : [] };
    });
  const step = await compileTrainingStep({
    ...options,
    inputs: { x: { shape: x }, y: { shape: target } },
    params: initials(weights.filter(({ name }) => trainable.has(name))),
    state: initials(fixed),
    loss({ inputs, params, state }) {
      const { result, written } = forward({ ...params, ...state }, inputs.x, true);
      const error = tf.mean(measure(inputs.y, result.predictions));
      const total = result.penalties.reduce((sum, penalty) => tf.add(sum, penalty), error);
      return { loss: total as tf.Scalar, state: written };
    },
  });

  const shapes = Object.fromEntries(weights.map(({ name, shape }) => [name, shape as number[]]));
  const current = async () =>
    ({ ...(await step.parameters()), ...(await step.state()) }) as Record<string, Float32Array>;
  let prediction: Loaded | undefined;
  let open = true;
  const predictor = () =>
    load(
      ({ x: images, ...rest }) => {
        const tensors = Object.fromEntries(weights.map(({ name }) => [name, rest[`weight/${name}`]!]));
        return { y: forward(tensors, images!, false).result.predictions };
      },
      {
        x: { shape: x },
        ...Object.fromEntries(weights.map(({ name }) => [`weight/${name}`, { shape: shapes[name]! }])),
      },
      placement(options),
    );
  return {
    step: step as unknown as CompiledLayersModel["step"],
    trainOnBatch: async (images, targets) => (await step({ x: images, y: targets })).loss,
    async predictOnBatch(images) {
      const arrays = await current();
      checkArray('input "x"', images, x, "float32");
      prediction ??= await predictor();
      const result = newArray(prediction.outputs[0]!.shape, "float32") as Float32Array;
      await prediction.session.run([images, ...weights.map(({ name }) => arrays[name]!)], [result]);
      return result;
    },
    async writeBack() {
      const arrays = await current();
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
      void prediction?.session.release();
    },
  };
}

/**
 * Makes sure that a model can be compiled.
 *
 * @throws EngineError for one with several inputs or outputs, with layers that draw random numbers or with
 * constraints on its weights.
 */
export function checkLayersModel(model: LayersModel): void {
  const { inputs, outputs } = model;
  if (inputs.length !== 1 || outputs.length !== 1)
    throw new EngineError(
      `model must have one input and one output, got ${inputs.length} and ${outputs.length}; ` +
        "compileTrainingStep takes a loss over any",
    );
  const random = model.layers.find((layer) => RANDOM.has(layer.getClassName()));
  if (random !== undefined)
    throw new EngineError(
      `layer "${random.name}" of the model is a ${random.getClassName()}, whose random numbers would be drawn ` +
        "once, while compiling; leave it out, or use compileTrainingStep and feed its mask",
    );
  const constrained = model.trainableWeights.find(
    (weight) => (weight as { constraint?: unknown }).constraint != null,
  );
  if (constrained !== undefined)
    throw new EngineError(
      `weight "${constrained.name}" of the model has a constraint, which is not supported`,
    );
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
      `"${name}" of the model must have a shape that is known, got [${shape.join(", ")}]`,
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
