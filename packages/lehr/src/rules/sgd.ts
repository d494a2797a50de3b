import { belowOne, unitInterval } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "momentum" | "dampening";
type Slot = "momentumBuffer";
type Scalar = "learningRate" | "momentum" | "newGradient";

/** What the momentum buffer adds up: plain gradients, or updates with their learning rate inside. */
export type MomentumBuffer = "gradients" | "updates";

/** The choices that shape an SGD step. */
export interface SgdShape {
  momentum: boolean;
  nesterov: boolean;
  momentumBuffer: MomentumBuffer;
}

/**
 * Stochastic gradient descent. Without momentum delta = lr g. With a buffer of gradients (PyTorch, the
 * authors' code), where the dampening d is skipped at the first update:
 *
 *     b = momentum b + (1 - d) g             delta = lr b         (Nesterov: lr (g + momentum b))
 *
 * With a buffer of updates (the paper's Algorithm 1, Keras) the learning rate goes in with the gradient, so
 * that the buffer still moves at the old rate after a warm restart:
 *
 *     m = momentum m + lr (1 - d) g          delta = m            (Nesterov: lr g + momentum m)
 *
 * The two are the same while the learning rate is constant.
 */
export function sgdRule({ momentum, nesterov, momentumBuffer }: SgdShape): Rule<Hyper, Slot, Scalar> {
  const rateInside = momentumBuffer === "updates";
  return {
    name: rateInside ? "sgd with a buffer of updates" : "sgd",
    hyperparameters: { momentum: belowOne, dampening: unitInterval },
    slots: momentum ? ["momentumBuffer"] : [],
    scalarNames: ["learningRate", "momentum", "newGradient"],
    scalars({ momentum, dampening }, { step, learningRate }) {
      return { learningRate, momentum, newGradient: step === 0 ? 1 : 1 - dampening };
    },
    update({ add, mul }, { gradient, slots, scalars }) {
      const term = rateInside ? mul(scalars.learningRate, gradient) : gradient;
      const momentumBuffer = momentum
        ? add(mul(scalars.momentum, slots.momentumBuffer), mul(scalars.newGradient, term))
        : term;
      const direction = nesterov ? add(term, mul(scalars.momentum, momentumBuffer)) : momentumBuffer;
      return {
        delta: rateInside ? direction : mul(scalars.learningRate, direction),
        slots: { momentumBuffer },
      };
    },
  };
}
