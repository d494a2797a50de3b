import { belowOne, nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "beta1" | "beta2" | "epsilon";
type Slot = "firstMoment" | "surprise";
type Scalar = "beta1" | "newBeta1" | "beta2" | "newBeta2" | "stepSize" | "rootCorrection" | "epsilon";

/**
 * AdaBelief (Zhuang et al., 2020): Adam divided by how much a gradient surprises its own mean.
 *
 *     m = beta1 m + (1 - beta1) g            s = beta2 s + (1 - beta2) (g - m)^2 + epsilon
 *     delta = lr (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon)
 *
 * with t counted from 1 and the new m in s, as in the authors' code: epsilon is added to s at every update,
 * and again to the root.
 */
export const adabeliefRule: Rule<Hyper, Slot, Scalar> = {
  name: "adabelief",
  hyperparameters: { beta1: belowOne, beta2: belowOne, epsilon: nonNegative },
  slots: ["firstMoment", "surprise"],
  scalarNames: ["beta1", "newBeta1", "beta2", "newBeta2", "stepSize", "rootCorrection", "epsilon"],
  scalars: ({ beta1, beta2, epsilon }, { step, learningRate }) => ({
    beta1,
    newBeta1: 1 - beta1,
    beta2,
    newBeta2: 1 - beta2,
    stepSize: learningRate / (1 - beta1 ** (step + 1)),
    rootCorrection: 1 / Math.sqrt(1 - beta2 ** (step + 1)),
    epsilon,
  }),
  update({ add, sub, mul, div, sqrt }, { gradient, slots, scalars }) {
    const firstMoment = add(mul(scalars.beta1, slots.firstMoment), mul(scalars.newBeta1, gradient));
    const error = sub(gradient, firstMoment);
    const surprise = add(
      add(mul(scalars.beta2, slots.surprise), mul(scalars.newBeta2, mul(error, error))),
      scalars.epsilon,
    );
    const root = add(mul(sqrt(surprise), scalars.rootCorrection), scalars.epsilon);
    return { delta: mul(scalars.stepSize, div(firstMoment, root)), slots: { firstMoment, surprise } };
  },
};
