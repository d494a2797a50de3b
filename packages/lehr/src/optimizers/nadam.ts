import type { Decay } from "../decay/decay.js";
import { l2 } from "../decay/l2.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { nadamRule } from "../rules/nadam.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface NAdamOptions extends CommonOptions<NAdamOptions> {
  /** Decay of the mean of gradients, in [0, 1); default 0.9. */
  beta1?: Hyperparameter;
  /** Decay of the mean of squared gradients, in [0, 1); default 0.999. */
  beta2?: Hyperparameter;
  /** Added to the root, outside it and after bias correction; default 1e-8. */
  epsilon?: Hyperparameter;
  /** How fast the momentum warms up to beta1, >= 0; default 4e-3. */
  momentumDecay?: Hyperparameter;
  /** A plain number or function means `l2`, as in PyTorch; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * NAdam: Adam with Nesterov momentum that warms up, lr 2e-3 by default. A plain `weightDecay` is L2
 * regularization, as in PyTorch; NAdamW is `nadam({ weightDecay: lrScaled(lambda) })`.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function nadam(options: NAdamOptions = {}): Optimizer {
  return optimizer("nadam", options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "beta2", "epsilon", "momentumDecay"]);
    const {
      lr = 2e-3,
      beta1 = 0.9,
      beta2 = 0.999,
      epsilon = 1e-8,
      momentumDecay = 4e-3,
      weightDecay = 0,
    } = options;
    return {
      lr,
      hyperparameters: { beta1, beta2, epsilon, momentumDecay },
      rule: nadamRule,
      decay: asDecay(owner, weightDecay, l2),
    };
  });
}
