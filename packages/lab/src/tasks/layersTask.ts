import { checkLayersModel, type LayersLoss, layersLoss, withWeights } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { ParameterSpec } from "../models/model.js";
import type { ExampleArray } from "./examples.js";
import { layersErrors, meanOfEach } from "./layersErrors.js";
import { normalizedLayers, startOf, trainedWeights, withNormalization } from "./layersWeights.js";
import type { UserTask } from "./userTask.js";

/** Inputs and targets of a model. */
type Pairs = Readonly<Record<"x" | "y", ExampleArray>>;

export interface LayersTaskOptions extends Pick<UserTask<Pairs>, "name" | "classes" | "data" | "augment"> {
  /** With one input and one output, without layers that draw random numbers, constraints and regularizers. */
  readonly model: LayersModel;
  /** A name that `model.compile` knows, or a function that gives a number for each example. */
  readonly loss: string | LayersLoss;
  /**
   * Which examples are got wrong: 1 or 0 of each, from targets and predictions. Default for cross-entropies by name:
   * where the likeliest class is another. Else the losses.
   */
  readonly errors?: LayersLoss;
}

/**
 * A task from a LayersModel of TensorFlow.js: its trainable weights are the parameters, `x` and `y` the inputs.
 *
 * Seeds start it, not the model's own initializers, which cannot be seeded from outside: every tensor of two axes
 * or more is drawn from U(-1/sqrt(fan-in), 1/sqrt(fan-in)), fan-in being the product of all its axes but the last.
 * Vectors, and tensors that hold one number everywhere, start as the model has them: biases at 0, scales at 1.
 * Weights that are not trainable stay as they are; every process makes the model anew, so they must not be random.
 * Batch normalization is the lab's: epsilon 1e-5, running statistics with momentum 0.1.
 *
 * @throws EngineError for a model that cannot be compiled, or a loss that there is not.
 */
export function layersTask(options: LayersTaskOptions): UserTask<Pairs> {
  const { name, classes, data, augment, model, loss, errors = layersErrors(loss) } = options;
  checkLayersModel(model);
  const measure = layersLoss(loss);
  const weights = trainedWeights(model);
  const layers = normalizedLayers(model);
  const targets = (inputs: Readonly<Record<"x" | "y", tf.Tensor>>) => tf.cast(inputs.y, "float32");
  return {
    name,
    ...(classes !== undefined && { classes }),
    data,
    parameters: Object.fromEntries(
      weights.map(({ name, weight }): [string, ParameterSpec] => [
        name,
        { shape: weight.shape as number[], initialize: startOf(weight) },
      ]),
    ),
    normalized: Object.fromEntries(layers.map(({ name, channels }) => [name, channels])),
    forward(parameters, { x }, { normalize }) {
      const tensors = Object.fromEntries(weights.map(({ name, weight }) => [weight.name, parameters[name]!]));
      const run = () => model.apply(x, { training: false }) as tf.Tensor;
      const inLayers = () => withNormalization(layers, normalize, run);
      return withWeights(
        weights.map(({ weight }) => weight),
        tensors,
        inLayers,
      ).result;
    },
    losses: (predictions, inputs) => meanOfEach(measure(targets(inputs), predictions)),
    ...(errors !== undefined && {
      errors: (predictions: tf.Tensor, inputs: Readonly<Record<"x" | "y", tf.Tensor>>) =>
        meanOfEach(errors(targets(inputs), predictions)),
    }),
    ...(augment !== undefined && { augment }),
  };
}
