import { nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "lrDecay" | "epsilon";
type Slot = "sumOfSquares";
type Scalar = "learningRate" | "epsilon";

/**
 * Adagrad (Duchi, Hazan & Singer, 2011), as in PyTorch:
 *
 *     s = s + g^2                            delta = lr / (1 + (t - 1) lrDecay) g / (sqrt(s) + epsilon)
 *
 * with t counted from 1 and s starting at `initialAccumulator`. optax and Keras start s at 0.1 and add epsilon
 * inside the root.
 */
export function adagradRule({
  initialAccumulator,
}: {
  initialAccumulator: number;
}): Rule<Hyper, Slot, Scalar> {
  return {
    name: "adagrad",
    hyperparameters: { lrDecay: nonNegative, epsilon: nonNegative },
    slots: ["sumOfSquares"],
    slotStarts: { sumOfSquares: initialAccumulator },
    scalarNames: ["learningRate", "epsilon"],
    scalars: ({ lrDecay, epsilon }, { step, learningRate }) => ({
      learningRate: learningRate / (1 + step * lrDecay),
      epsilon,
    }),
    update({ add, mul, div, sqrt }, { gradient, slots, scalars }) {
      const sumOfSquares = add(slots.sumOfSquares, mul(gradient, gradient));
      const direction = div(gradient, add(sqrt(sumOfSquares), scalars.epsilon));
      return { delta: mul(scalars.learningRate, direction), slots: { sumOfSquares } };
    },
  };
}
