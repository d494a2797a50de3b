import { belowOne, nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "beta1" | "beta2" | "beta3" | "epsilon";
type Slot = "firstMoment" | "differenceMoment" | "secondMoment" | "previousGradient";
type Scalar =
  | "beta1"
  | "newBeta1"
  | "beta2"
  | "newBeta2"
  | "beta3"
  | "newBeta3"
  | "seen"
  | "momentStep"
  | "differenceStep"
  | "rootCorrection"
  | "epsilon";

/**
 * Adan (Xie et al., 2022): adaptive Nesterov momentum, from the change of the gradient. With d the gradient's
 * change since the last update (0 at the first), t counted from 1 and every beta what is kept per update,
 *
 *     m = beta1 m + (1 - beta1) g            v = beta2 v + (1 - beta2) d
 *     n = beta3 n + (1 - beta3) (g + beta2 d)^2
 *     delta = lr (m / (1 - beta1^t) + beta2 v / (1 - beta2^t)) / (sqrt(n / (1 - beta3^t)) + epsilon)
 *
 * The difference is weighted by beta2, as in the authors' code and timm; some optax releases have 1 - beta2.
 * A decoupled decay is subtracted beside the step; the authors divide by 1 + lr lambda by default.
 */
export const adanRule: Rule<Hyper, Slot, Scalar> = {
  name: "adan",
  hyperparameters: { beta1: belowOne, beta2: belowOne, beta3: belowOne, epsilon: nonNegative },
  slots: ["firstMoment", "differenceMoment", "secondMoment", "previousGradient"],
  scalarNames: [
    "beta1",
    "newBeta1",
    "beta2",
    "newBeta2",
    "beta3",
    "newBeta3",
    "seen",
    "momentStep",
    "differenceStep",
    "rootCorrection",
    "epsilon",
  ],
  scalars: ({ beta1, beta2, beta3, epsilon }, { step, learningRate }) => ({
    beta1,
    newBeta1: 1 - beta1,
    beta2,
    newBeta2: 1 - beta2,
    beta3,
    newBeta3: 1 - beta3,
    seen: step === 0 ? 0 : 1,
    momentStep: learningRate / (1 - beta1 ** (step + 1)),
    differenceStep: (learningRate * beta2) / (1 - beta2 ** (step + 1)),
    rootCorrection: 1 / Math.sqrt(1 - beta3 ** (step + 1)),
    epsilon,
  }),
  update({ add, sub, mul, div, sqrt }, { gradient, slots, scalars }) {
    const difference = mul(scalars.seen, sub(gradient, slots.previousGradient));
    const ahead = add(gradient, mul(scalars.beta2, difference));
    const firstMoment = add(mul(scalars.beta1, slots.firstMoment), mul(scalars.newBeta1, gradient));
    const differenceMoment = add(
      mul(scalars.beta2, slots.differenceMoment),
      mul(scalars.newBeta2, difference),
    );
    const secondMoment = add(
      mul(scalars.beta3, slots.secondMoment),
      mul(scalars.newBeta3, mul(ahead, ahead)),
    );
    const direction = add(
      mul(scalars.momentStep, firstMoment),
      mul(scalars.differenceStep, differenceMoment),
    );
    const root = add(mul(sqrt(secondMoment), scalars.rootCorrection), scalars.epsilon);
    return {
      delta: div(direction, root),
      slots: { firstMoment, differenceMoment, secondMoment, previousGradient: gradient },
    };
  },
};
