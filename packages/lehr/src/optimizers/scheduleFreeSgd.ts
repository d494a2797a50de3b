import type { Decay } from "../decay/decay.js";
import { lrScaled } from "../decay/lrScaled.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { scheduleFree } from "../rules/scheduleFree.js";
import { sgdRule } from "../rules/sgd.js";
import { checkRange, insideUnit } from "../validation.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface ScheduleFreeSgdOptions extends CommonOptions<ScheduleFreeSgdOptions> {
  /** Where gradients are taken, from the stepped point (0) to the average (1), in (0, 1); default 0.9. */
  beta1?: number;
  /** Power of the update count in the average's weights, >= 0; default 0: all the same. */
  weightPower?: Hyperparameter;
  /** A plain number or function means `lrScaled`; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * Schedule-free SGD (Defazio et al., 2024), lr 1 by default. No schedule is needed but a warm-up: `schedule:
 * warmup(...)`. The bound weights are where gradients are taken; evaluate and deploy the average instead,
 * `evaluationWeights()`. A plain `weightDecay` is `lrScaled`, taken where the gradient is.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function scheduleFreeSgd(options: ScheduleFreeSgdOptions = {}): Optimizer {
  return optimizer("scheduleFreeSgd", options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "weightPower"]);
    const { lr = 1, weightPower = 0, weightDecay = 0 } = options;
    const beta1 = checkRange(owner, "beta1", options.beta1 ?? 0.9, insideUnit);
    return {
      lr,
      hyperparameters: { weightPower },
      rule: sgdRule({ momentum: false, nesterov: false, momentumBuffer: "gradients" }),
      decay: asDecay(owner, weightDecay, lrScaled),
      around: (rule) => scheduleFree(rule, { beta1 }),
    };
  });
}
