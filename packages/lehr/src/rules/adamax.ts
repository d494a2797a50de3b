import { belowOne, nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "beta1" | "beta2" | "epsilon";
type Slot = "firstMoment" | "infinityNorm";
type Scalar = "beta1" | "newBeta1" | "beta2" | "epsilon" | "stepSize";

/**
 * Adamax (Kingma & Ba, 2015, section 7.1), as in PyTorch and optax: Adam with an infinity norm for its root.
 *
 *     m = beta1 m + (1 - beta1) g            u = max(beta2 u, |g| + epsilon)
 *     delta = lr / (1 - beta1^t) m / u
 *
 * with t counted from 1. Keras and TensorFlow.js leave epsilon out of u and add it to the division.
 */
export const adamaxRule: Rule<Hyper, Slot, Scalar> = {
  name: "adamax",
  hyperparameters: { beta1: belowOne, beta2: belowOne, epsilon: nonNegative },
  slots: ["firstMoment", "infinityNorm"],
  scalarNames: ["beta1", "newBeta1", "beta2", "epsilon", "stepSize"],
  scalars: ({ beta1, beta2, epsilon }, { step, learningRate }) => ({
    beta1,
    newBeta1: 1 - beta1,
    beta2,
    epsilon,
    stepSize: learningRate / (1 - beta1 ** (step + 1)),
  }),
  update({ add, mul, div, max, abs }, { gradient, slots, scalars }) {
    const firstMoment = add(mul(scalars.beta1, slots.firstMoment), mul(scalars.newBeta1, gradient));
    const infinityNorm = max(mul(scalars.beta2, slots.infinityNorm), add(abs(gradient), scalars.epsilon));
    return {
      delta: mul(scalars.stepSize, div(firstMoment, infinityNorm)),
      slots: { firstMoment, infinityNorm },
    };
  },
};
