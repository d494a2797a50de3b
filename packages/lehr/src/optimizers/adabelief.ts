import type { Decay } from "../decay/decay.js";
import { lrScaled } from "../decay/lrScaled.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { adabeliefRule } from "../rules/adabelief.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface AdaBeliefOptions extends CommonOptions<AdaBeliefOptions> {
  /** Decay of the mean of gradients, in [0, 1); default 0.9. */
  beta1?: Hyperparameter;
  /** Decay of the mean of squared surprises, in [0, 1); default 0.999. */
  beta2?: Hyperparameter;
  /** Added to the mean of squared surprises at each update, and to its root; default 1e-16. */
  epsilon?: Hyperparameter;
  /** A plain number or function means `lrScaled`; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * AdaBelief, lr 1e-3 by default. A plain `weightDecay` is `lrScaled`, as in the authors' code and timm.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function adabelief(options: AdaBeliefOptions = {}): Optimizer {
  return optimizer("adabelief", options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "beta2", "epsilon"]);
    const { lr = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-16, weightDecay = 0 } = options;
    return {
      lr,
      hyperparameters: { beta1, beta2, epsilon },
      rule: adabeliefRule,
      decay: asDecay(owner, weightDecay, lrScaled),
    };
  });
}
