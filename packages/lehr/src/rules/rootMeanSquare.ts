import { belowOne, nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "beta2" | "epsilon";
type Slot = "secondMoment";
type Scalar = "learningRate" | "beta2" | "newBeta2" | "rootCorrection" | "epsilon";

/**
 * Adam without its first moment, for rules that bring a momentum of their own:
 *
 *     v = beta2 v + (1 - beta2) g^2          delta = lr g / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * with t counted from 1.
 */
export const rootMeanSquareRule: Rule<Hyper, Slot, Scalar> = {
  name: "root mean square",
  hyperparameters: { beta2: belowOne, epsilon: nonNegative },
  slots: ["secondMoment"],
  scalarNames: ["learningRate", "beta2", "newBeta2", "rootCorrection", "epsilon"],
  scalars: ({ beta2, epsilon }, { step, learningRate }) => ({
    learningRate,
    beta2,
    newBeta2: 1 - beta2,
    rootCorrection: 1 / Math.sqrt(1 - beta2 ** (step + 1)),
    epsilon,
  }),
  update({ add, mul, div, sqrt }, { gradient, slots, scalars }) {
    const secondMoment = add(
      mul(scalars.beta2, slots.secondMoment),
      mul(scalars.newBeta2, mul(gradient, gradient)),
    );
    const root = add(mul(sqrt(secondMoment), scalars.rootCorrection), scalars.epsilon);
    return { delta: mul(scalars.learningRate, div(gradient, root)), slots: { secondMoment } };
  },
};
