import { belowOne, nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "beta1" | "beta2" | "epsilon";
type Slot = "firstMoment" | "secondMoment";
type Scalar = "beta1" | "newBeta1" | "beta2" | "newBeta2" | "stepSize" | "rootFactor" | "rootOffset";

/**
 * RAdam (Liu et al., 2020), as in PyTorch: Adam that waits with its adaptive step until the second moment
 * has seen enough. With m and v as in Adam, t counted from 1, c1 = 1 - beta1^t, c2 = 1 - beta2^t,
 *
 *     R = 2 / (1 - beta2) - 1                r_t = R - 2 t beta2^t / c2
 *     r_t > 5:   delta = lr rect (m / c1) sqrt(c2) / (sqrt(v) + epsilon)
 *                rect = sqrt((r_t - 4) (r_t - 2) R / ((R - 4) (R - 2) r_t))
 *     else:      delta = lr m / c1
 *
 * optax corrects v under the root, so that its epsilon is not scaled by sqrt(c2), and rectifies at r_t = 5 too.
 */
export const radamRule: Rule<Hyper, Slot, Scalar> = {
  name: "radam",
  hyperparameters: { beta1: belowOne, beta2: belowOne, epsilon: nonNegative },
  slots: ["firstMoment", "secondMoment"],
  scalarNames: ["beta1", "newBeta1", "beta2", "newBeta2", "stepSize", "rootFactor", "rootOffset"],
  scalars({ beta1, beta2, epsilon }, { step, learningRate }) {
    const t = step + 1;
    const correction2 = 1 - beta2 ** t;
    const limit = 2 / (1 - beta2) - 1;
    const length = limit - (2 * t * beta2 ** t) / correction2;
    const rectified = length > 5;
    const rectification = rectified
      ? Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length)) *
        Math.sqrt(correction2)
      : 1;
    return {
      beta1,
      newBeta1: 1 - beta1,
      beta2,
      newBeta2: 1 - beta2,
      stepSize: (learningRate / (1 - beta1 ** t)) * rectification,
      // Without rectification the division is by one.
      rootFactor: rectified ? 1 : 0,
      rootOffset: rectified ? epsilon : 1,
    };
  },
  update({ add, mul, div, sqrt }, { gradient, slots, scalars }) {
    const firstMoment = add(mul(scalars.beta1, slots.firstMoment), mul(scalars.newBeta1, gradient));
    const secondMoment = add(
      mul(scalars.beta2, slots.secondMoment),
      mul(scalars.newBeta2, mul(gradient, gradient)),
    );
    const root = add(mul(sqrt(secondMoment), scalars.rootFactor), scalars.rootOffset);
    return { delta: mul(scalars.stepSize, div(firstMoment, root)), slots: { firstMoment, secondMoment } };
  },
};
