import { belowOne, nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "beta1" | "beta2" | "epsilon";
type Slot = "firstMoment" | "secondMoment" | "maxSecondMoment";
type Scalar = "beta1" | "newBeta1" | "beta2" | "newBeta2" | "stepSize" | "rootCorrection" | "epsilon";

/**
 * Adam (Kingma & Ba, 2015; the paper's Algorithm 2):
 *
 *     m = beta1 m + (1 - beta1) g            v = beta2 v + (1 - beta2) g^2
 *     delta = lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * with t counted from 1. With `amsgrad` the root is of the largest v so far, corrected after the maximum
 * is taken, as in PyTorch.
 */
export function adamRule({ amsgrad }: { amsgrad: boolean }): Rule<Hyper, Slot, Scalar> {
  return {
    name: amsgrad ? "amsgrad" : "adam",
    hyperparameters: { beta1: belowOne, beta2: belowOne, epsilon: nonNegative },
    slots: ["firstMoment", "secondMoment", ...(amsgrad ? (["maxSecondMoment"] as const) : [])],
    scalarNames: ["beta1", "newBeta1", "beta2", "newBeta2", "stepSize", "rootCorrection", "epsilon"],
    scalars({ beta1, beta2, epsilon }, { step, learningRate }) {
      return {
        beta1,
        newBeta1: 1 - beta1,
        beta2,
        newBeta2: 1 - beta2,
        stepSize: learningRate / (1 - beta1 ** (step + 1)),
        rootCorrection: 1 / Math.sqrt(1 - beta2 ** (step + 1)),
        epsilon,
      };
    },
    update({ add, mul, div, sqrt, max }, { gradient, slots, scalars }) {
      const firstMoment = add(mul(scalars.beta1, slots.firstMoment), mul(scalars.newBeta1, gradient));
      const secondMoment = add(
        mul(scalars.beta2, slots.secondMoment),
        mul(scalars.newBeta2, mul(gradient, gradient)),
      );
      const maxSecondMoment = amsgrad ? max(slots.maxSecondMoment, secondMoment) : secondMoment;
      const root = add(mul(sqrt(maxSecondMoment), scalars.rootCorrection), scalars.epsilon);
      return {
        delta: mul(scalars.stepSize, div(firstMoment, root)),
        slots: { firstMoment, secondMoment, maxSecondMoment },
      };
    },
  };
}
