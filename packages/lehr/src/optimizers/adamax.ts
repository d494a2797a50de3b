import type { Decay } from "../decay/decay.js";
import { l2 } from "../decay/l2.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { adamaxRule } from "../rules/adamax.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface AdamaxOptions extends CommonOptions<AdamaxOptions> {
  /** Decay of the mean of gradients, in [0, 1); default 0.9. */
  beta1?: Hyperparameter;
  /** Decay of the infinity norm of gradients, in [0, 1); default 0.999. */
  beta2?: Hyperparameter;
  /** Added to the absolute gradient; default 1e-8. */
  epsilon?: Hyperparameter;
  /** A plain number or function means `l2`, as in PyTorch; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * Adamax: Adam with an infinity norm, lr 2e-3 by default. A plain `weightDecay` is L2 regularization, as in
 * PyTorch.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function adamax(options: AdamaxOptions = {}): Optimizer {
  return optimizer("adamax", options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "beta2", "epsilon"]);
    const { lr = 2e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
    return {
      lr,
      hyperparameters: { beta1, beta2, epsilon },
      rule: adamaxRule,
      decay: asDecay(owner, weightDecay, l2),
    };
  });
}
