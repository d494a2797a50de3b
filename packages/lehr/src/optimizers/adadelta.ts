import type { Decay } from "../decay/decay.js";
import { l2 } from "../decay/l2.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { adadeltaRule } from "../rules/adadelta.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface AdadeltaOptions extends CommonOptions<AdadeltaOptions> {
  /** Decay of the means of squared gradients and squared steps, in [0, 1]; default 0.9. */
  rho?: Hyperparameter;
  /** Added inside both roots; default 1e-6. */
  epsilon?: Hyperparameter;
  /** A plain number or function means `l2`, as in PyTorch; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * Adadelta, lr 1 by default: the rule finds its own step size. A plain `weightDecay` is L2 regularization, as
 * in PyTorch.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function adadelta(options: AdadeltaOptions = {}): Optimizer {
  return optimizer("adadelta", options, (options, owner) => {
    checkOptions(owner, options, ["rho", "epsilon"]);
    const { lr = 1, rho = 0.9, epsilon = 1e-6, weightDecay = 0 } = options;
    return {
      lr,
      hyperparameters: { rho, epsilon },
      rule: adadeltaRule,
      decay: asDecay(owner, weightDecay, l2),
    };
  });
}
