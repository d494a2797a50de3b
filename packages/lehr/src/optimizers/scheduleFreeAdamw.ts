import type { Decay } from "../decay/decay.js";
import { lrScaled } from "../decay/lrScaled.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { rootMeanSquareRule } from "../rules/rootMeanSquare.js";
import { scheduleFree } from "../rules/scheduleFree.js";
import { checkRange, insideUnit } from "../validation.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface ScheduleFreeAdamwOptions extends CommonOptions<ScheduleFreeAdamwOptions> {
  /** Where gradients are taken, from the stepped point (0) to the average (1), in (0, 1); default 0.9. */
  beta1?: number;
  /** Decay of the mean of squared gradients, in [0, 1); default 0.999. */
  beta2?: Hyperparameter;
  /** Added to the root, outside it and after bias correction; default 1e-8. */
  epsilon?: Hyperparameter;
  /** Power of the update count in the average's weights, >= 0; default 0: all the same. */
  weightPower?: Hyperparameter;
  /** A plain number or function means `lrScaled`; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * Schedule-free AdamW (Defazio et al., 2024), lr 2.5e-3 by default. No schedule is needed but a warm-up:
 * `schedule: warmup(...)`. The bound weights are where gradients are taken; evaluate and deploy the average
 * instead, `evaluationWeights()`. A plain `weightDecay` is `lrScaled`, taken where the gradient is.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function scheduleFreeAdamw(options: ScheduleFreeAdamwOptions = {}): Optimizer {
  return optimizer("scheduleFreeAdamw", options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "beta2", "epsilon", "weightPower"]);
    const { lr = 2.5e-3, beta2 = 0.999, epsilon = 1e-8, weightPower = 0, weightDecay = 0 } = options;
    const beta1 = checkRange(owner, "beta1", options.beta1 ?? 0.9, insideUnit);
    return {
      lr,
      hyperparameters: { beta2, epsilon, weightPower },
      rule: rootMeanSquareRule,
      decay: asDecay(owner, weightDecay, lrScaled),
      around: (rule) => scheduleFree(rule, { beta1 }),
    };
  });
}
