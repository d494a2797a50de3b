import type { Decay } from "../decay/decay.js";
import { lrScaled } from "../decay/lrScaled.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { lionRule } from "../rules/lion.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface LionOptions extends CommonOptions<LionOptions> {
  /** How much of the momentum votes with the gradient, in [0, 1); default 0.9. */
  beta1?: Hyperparameter;
  /** Decay of the momentum, in [0, 1); default 0.99. */
  beta2?: Hyperparameter;
  /** A plain number or function means `lrScaled`; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * Lion, lr 1e-4 by default. A plain `weightDecay` is `lrScaled`, as in the paper, optax and timm.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function lion(options: LionOptions = {}): Optimizer {
  return optimizer("lion", options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "beta2"]);
    const { lr = 1e-4, beta1 = 0.9, beta2 = 0.99, weightDecay = 0 } = options;
    return {
      lr,
      hyperparameters: { beta1, beta2 },
      rule: lionRule,
      decay: asDecay(owner, weightDecay, lrScaled),
    };
  });
}
