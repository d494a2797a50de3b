import type { Decay } from "../decay/decay.js";
import { l2 } from "../decay/l2.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { rmspropRule } from "../rules/rmsprop.js";
import { checkFlag } from "../validation.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface RmspropOptions extends CommonOptions<RmspropOptions> {
  /** Decay of the mean of squared gradients, in [0, 1); default 0.99. */
  alpha?: Hyperparameter;
  /** Added to the root, outside it; default 1e-8. */
  epsilon?: Hyperparameter;
  /** In [0, 1); default 0: no buffer. */
  momentum?: Hyperparameter;
  /** Divide by the deviation from the mean gradient instead; default false. */
  centered?: boolean;
  /** A plain number or function means `l2`, as in PyTorch; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * RMSprop, lr 1e-2 by default. A plain `weightDecay` is L2 regularization, as in PyTorch.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  return optimizer("rmsprop", options, (options, owner) => {
    checkOptions(owner, options, ["alpha", "epsilon", "momentum", "centered"]);
    const { lr = 1e-2, alpha = 0.99, epsilon = 1e-8, momentum = 0, weightDecay = 0 } = options;
    const centered = checkFlag(owner, "centered", options.centered);
    return {
      lr,
      hyperparameters: { alpha, epsilon, momentum },
      rule: rmspropRule({ momentum: momentum !== 0, centered }),
      decay: asDecay(owner, weightDecay, l2),
    };
  });
}
