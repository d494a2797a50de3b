import { type CompileOptions, compile, type Spec } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { Normalize } from "../models/model.js";
import type { Problem } from "../tasks/problem.js";
import { type Arrays, epsilon, meanOf, type Program, type Tensors, varianceOf } from "./program.js";

/** The input that says which examples of a batch count: 1 for those, 0 for one that only fills it up. */
export const counted = "counted";

/**
 * What a batch measures, summed over its examples, for parameters and running statistics that are compiled in: then
 * convolutions run in the layout that suits the processor, with normalization and rectification inside them. It is
 * twice as fast, and pays for its compilation within a few batches.
 *
 * Inputs: the problem's, and `counted` [batch]. Outputs: `loss`, `error` and, where the problem has it, `top5Error`.
 *
 * @param state the values of the parameters, and `<layer>/mean` and `<layer>/variance`, by name.
 */
export function compileEvaluation(
  problem: Problem,
  state: Arrays,
  batchSize: number,
  options: CompileOptions = {},
): Promise<Program> {
  return compile<Spec, string>(
    (inputs: Tensors) => {
      const constants = Object.entries(state).map(([name, values]) => [
        name,
        tf.tensor(values, [...(problem.parameters[name]?.shape ?? [values.length])]),
      ]);
      return evaluationStep(problem, { ...inputs, ...Object.fromEntries(constants) });
    },
    { ...problem.inputs(batchSize), [counted]: { shape: [batchSize] } },
    options,
  );
}

/** Sums what is measured of a batch in evaluation, over the examples that count. */
function evaluationStep(problem: Problem, inputs: Tensors): Record<string, tf.Tensor> {
  const output = problem.forward(inputs, inputs, runningNormalization(inputs));
  return Object.fromEntries(
    Object.entries(problem.judge(output, inputs)).map(([name, of]) => [
      name,
      tf.sum(tf.mul(of as tf.Tensor, inputs[counted]!)),
    ]),
  );
}

/** Batch normalization by running statistics. */
function runningNormalization(state: Tensors): Normalize {
  return (layer, x) => {
    const [mean, variance] = [state[meanOf(layer)] as tf.Tensor1D, state[varianceOf(layer)] as tf.Tensor1D];
    const [gamma, beta] = [state[`${layer}/gamma`] as tf.Tensor1D, state[`${layer}/beta`] as tf.Tensor1D];
    return tf.batchNorm(x, mean, variance, beta, gamma, epsilon) as typeof x;
  };
}
