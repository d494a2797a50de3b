import { type CompileOptions, compile, type Spec } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { Normalize } from "../models/model.js";
import type { Problem } from "../tasks/problem.js";
import { epsilon, gradientOf, meanOf, type Program, type Tensors, varianceOf } from "./program.js";

/** What a program of a network in evaluation is to give. */
export type Wanted = "loss" | "gradient" | "error";

/**
 * What a batch says of a network in evaluation whose parameters and running statistics are inputs: for asking the same
 * of many networks. To ask much of one, `compileEvaluation` is twice as fast.
 *
 * Inputs: the problem's, its parameters, `<layer>/mean` and `<layer>/variance`. Outputs: `loss`, the batch's mean;
 * for "gradient" also its gradients, as `grad/<parameter>`; for "error" only `error`, the sum over the batch.
 */
export function compileDeployed(
  problem: Problem,
  batchSize: number,
  wanted: Wanted,
  options: CompileOptions = {},
): Promise<Program> {
  const statistics = Object.entries(problem.normalized).flatMap(([layer, channels]) => [
    [meanOf(layer), { shape: [channels] }],
    [varianceOf(layer), { shape: [channels] }],
  ]);
  return compile<Spec, string>(
    (inputs: Tensors) => steps[wanted](problem, inputs),
    { ...problem.parameters, ...problem.inputs(batchSize), ...Object.fromEntries(statistics) },
    options,
  );
}

type Step = (problem: Problem, inputs: Tensors) => Record<string, tf.Tensor>;

const steps: Readonly<Record<Wanted, Step>> = {
  loss: (problem, inputs) => ({ loss: meanLoss(problem, inputs, inputs) }),
  error: (problem, inputs) => {
    const output = problem.forward(inputs, inputs, fixedNormalization(inputs, inputs));
    return { error: tf.sum(problem.judge(output, inputs).error) };
  },
  gradient(problem, inputs) {
    const names = Object.keys(problem.parameters);
    const loss = (...values: tf.Tensor[]) =>
      meanLoss(problem, Object.fromEntries(names.map((name, i) => [name, values[i]!])), inputs);
    const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => inputs[name]!));
    return { loss: value, ...Object.fromEntries(names.map((name, i) => [gradientOf(name), grads[i]!])) };
  },
};

function meanLoss(problem: Problem, parameters: Tensors, inputs: Tensors): tf.Scalar {
  return problem.loss(problem.forward(parameters, inputs, fixedNormalization(parameters, inputs)), inputs);
}

/** Batch normalization by given statistics as scale and shift, whose gradients are simple. */
function fixedNormalization(parameters: Tensors, statistics: Tensors): Normalize {
  return (layer, x) => {
    const deviation = tf.sqrt(tf.add(statistics[varianceOf(layer)]!, epsilon));
    const scale = tf.div(parameters[`${layer}/gamma`]!, deviation);
    const shift = tf.sub(parameters[`${layer}/beta`]!, tf.mul(statistics[meanOf(layer)]!, scale));
    return tf.add(tf.mul(x, scale), shift) as typeof x;
  };
}
