import type { Decay } from "../decay/decay.js";
import { lrScaled } from "../decay/lrScaled.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { adanRule } from "../rules/adan.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface AdanOptions extends CommonOptions<AdanOptions> {
  /** Decay of the mean of gradients, in [0, 1); default 0.98. */
  beta1?: Hyperparameter;
  /** Decay of the mean of gradient changes, and their weight, in [0, 1); default 0.92. */
  beta2?: Hyperparameter;
  /** Decay of the mean of squares, in [0, 1); default 0.99. */
  beta3?: Hyperparameter;
  /** Added to the root, outside it and after bias correction; default 1e-8. */
  epsilon?: Hyperparameter;
  /** A plain number or function means `lrScaled`; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * Adan, lr 1e-3 by default. Every beta is the part that is kept, as in optax and timm; the paper names what is
 * replaced, 1 - beta. A plain `weightDecay` is `lrScaled`, beside the step (timm's `no_prox`).
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function adan(options: AdanOptions = {}): Optimizer {
  return optimizer("adan", options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "beta2", "beta3", "epsilon"]);
    const { lr = 1e-3, beta1 = 0.98, beta2 = 0.92, beta3 = 0.99, epsilon = 1e-8, weightDecay = 0 } = options;
    return {
      lr,
      hyperparameters: { beta1, beta2, beta3, epsilon },
      rule: adanRule,
      decay: asDecay(owner, weightDecay, lrScaled),
    };
  });
}
