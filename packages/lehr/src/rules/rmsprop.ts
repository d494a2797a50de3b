import { belowOne, nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "alpha" | "epsilon" | "momentum";
type Slot = "secondMoment" | "meanGradient" | "momentumBuffer";
type Scalar = "learningRate" | "alpha" | "newAlpha" | "epsilon" | "momentum";

/**
 * RMSprop (Tieleman & Hinton, 2012), as in PyTorch:
 *
 *     s = alpha s + (1 - alpha) g^2          a = alpha a + (1 - alpha) g       (centered: s - a^2 for s below)
 *     d = g / (sqrt(s) + epsilon)            b = momentum b + d                (with momentum)
 *     delta = lr d, or lr b
 *
 * optax and Keras add epsilon inside the root; optax and TensorFlow put lr into the buffer. Where rounding
 * makes s - a^2 negative, PyTorch gives NaN; here it counts as zero.
 */
export function rmspropRule({
  momentum,
  centered,
}: {
  momentum: boolean;
  centered: boolean;
}): Rule<Hyper, Slot, Scalar> {
  return {
    name: "rmsprop",
    hyperparameters: { alpha: belowOne, epsilon: nonNegative, momentum: belowOne },
    slots: [
      "secondMoment",
      ...(centered ? (["meanGradient"] as const) : []),
      ...(momentum ? (["momentumBuffer"] as const) : []),
    ],
    scalarNames: ["learningRate", "alpha", "newAlpha", "epsilon", "momentum"],
    scalars: ({ alpha, epsilon, momentum }, { learningRate }) => ({
      learningRate,
      alpha,
      newAlpha: 1 - alpha,
      epsilon,
      momentum,
    }),
    update({ add, sub, mul, div, sqrt, max, constant }, { gradient, slots, scalars }) {
      const secondMoment = add(
        mul(scalars.alpha, slots.secondMoment),
        mul(scalars.newAlpha, mul(gradient, gradient)),
      );
      const meanGradient = centered
        ? add(mul(scalars.alpha, slots.meanGradient), mul(scalars.newAlpha, gradient))
        : gradient;
      const variance = centered
        ? max(sub(secondMoment, mul(meanGradient, meanGradient)), constant(0))
        : secondMoment;
      const direction = div(gradient, add(sqrt(variance), scalars.epsilon));
      const momentumBuffer = momentum
        ? add(mul(scalars.momentum, slots.momentumBuffer), direction)
        : direction;
      return {
        delta: mul(scalars.learningRate, momentumBuffer),
        slots: { secondMoment, meanGradient, momentumBuffer },
      };
    },
  };
}
