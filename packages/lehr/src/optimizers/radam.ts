import type { Decay } from "../decay/decay.js";
import { l2 } from "../decay/l2.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { radamRule } from "../rules/radam.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface RAdamOptions extends CommonOptions<RAdamOptions> {
  /** Decay of the mean of gradients, in [0, 1); default 0.9. */
  beta1?: Hyperparameter;
  /** Decay of the mean of squared gradients, in [0, 1); default 0.999. */
  beta2?: Hyperparameter;
  /** Added to the root, outside it and before bias correction; default 1e-8. */
  epsilon?: Hyperparameter;
  /** A plain number or function means `l2`, as in PyTorch; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * RAdam: Adam that takes plain momentum steps until its second moment can be trusted, lr 1e-3 by default. A
 * plain `weightDecay` is L2 regularization, as in PyTorch; with its `decoupled_weight_decay` it is
 * `lrScaled(lambda)`.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function radam(options: RAdamOptions = {}): Optimizer {
  return optimizer("radam", options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "beta2", "epsilon"]);
    const { lr = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
    return {
      lr,
      hyperparameters: { beta1, beta2, epsilon },
      rule: radamRule,
      decay: asDecay(owner, weightDecay, l2),
    };
  });
}
