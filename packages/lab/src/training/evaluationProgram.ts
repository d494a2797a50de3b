import { compile, type Spec } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { ImageTask, Model, Normalize } from "../models/model.js";
import { batchSpec, epsilon, meanOf, oneHot, type Program, type Tensors, varianceOf } from "./program.js";

/**
 * The summed cross-entropy and the number of errors of a batch, for parameters and running statistics that are
 * compiled in: then convolutions run in the layout that suits the processor, with normalization and
 * rectification inside them. It is twice as fast, and pays for its compilation within a few batches.
 *
 * Inputs: `images` and `labels` as for training, and `counted` [batch]: 1 for an image that counts, 0 for one
 * that only fills up the batch. Outputs: `loss` and `errors`.
 *
 * @param state the values of the parameters, and `<layer>/mean` and `<layer>/variance`, by name.
 */
export function compileEvaluation(
  model: Model,
  task: ImageTask,
  state: Readonly<Record<string, Float32Array>>,
  batchSize: number,
  threads: number,
): Promise<Program> {
  return compile<Spec, string>(
    (inputs: Tensors) => {
      const constants = Object.entries(state).map(([name, values]) => [
        name,
        tf.tensor(values, [...(model.parameters[name]?.shape ?? [values.length])]),
      ]);
      return evaluationStep(model, task, { ...inputs, ...Object.fromEntries(constants) });
    },
    { ...batchSpec(task, batchSize), counted: { shape: [batchSize] } },
    { threads },
  );
}

function evaluationStep(model: Model, task: ImageTask, inputs: Tensors): Record<string, tf.Tensor> {
  const normalize: Normalize = (layer, x) => {
    const [mean, variance] = [inputs[meanOf(layer)] as tf.Tensor1D, inputs[varianceOf(layer)] as tf.Tensor1D];
    const [gamma, beta] = [inputs[`${layer}/gamma`] as tf.Tensor1D, inputs[`${layer}/beta`] as tf.Tensor1D];
    return tf.batchNorm(x, mean, variance, beta, gamma, epsilon) as typeof x;
  };
  const logits = model.forward(inputs, inputs.images as tf.Tensor4D, normalize);
  const losses = tf.neg(tf.sum(tf.mul(oneHot(inputs.labels!, task), tf.logSoftmax(logits)), 1));
  const wrong = tf.notEqual(tf.argMax(logits, 1), inputs.labels!);
  return {
    loss: tf.sum(tf.mul(losses, inputs.counted!)),
    errors: tf.sum(tf.mul(tf.cast(wrong, "float32"), inputs.counted!)),
  };
}
