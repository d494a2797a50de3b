import { nonNegative, unitInterval } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "rho" | "epsilon";
type Slot = "secondMoment" | "meanSquaredStep";
type Scalar = "learningRate" | "rho" | "newRho" | "epsilon";

/**
 * Adadelta (Zeiler, 2012), as in PyTorch:
 *
 *     s = rho s + (1 - rho) g^2              d = sqrt(a + epsilon) / sqrt(s + epsilon) g
 *     a = rho a + (1 - rho) d^2              delta = lr d
 *
 * The root of s is of the new s: TensorFlow.js takes the old one, whose first step is the whole gradient.
 */
export const adadeltaRule: Rule<Hyper, Slot, Scalar> = {
  name: "adadelta",
  hyperparameters: { rho: unitInterval, epsilon: nonNegative },
  slots: ["secondMoment", "meanSquaredStep"],
  scalarNames: ["learningRate", "rho", "newRho", "epsilon"],
  scalars: ({ rho, epsilon }, { learningRate }) => ({ learningRate, rho, newRho: 1 - rho, epsilon }),
  update({ add, mul, div, sqrt }, { gradient, slots, scalars }) {
    const { rho, newRho, epsilon } = scalars;
    const secondMoment = add(mul(rho, slots.secondMoment), mul(newRho, mul(gradient, gradient)));
    const ratio = div(sqrt(add(slots.meanSquaredStep, epsilon)), sqrt(add(secondMoment, epsilon)));
    const direction = mul(ratio, gradient);
    const meanSquaredStep = add(mul(rho, slots.meanSquaredStep), mul(newRho, mul(direction, direction)));
    return { delta: mul(scalars.learningRate, direction), slots: { secondMoment, meanSquaredStep } };
  },
};
