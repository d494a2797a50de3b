import type { Decay } from "../decay/decay.js";
import { lrScaled } from "../decay/lrScaled.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { adamRule } from "../rules/adam.js";
import { layerwise } from "../rules/layerwise.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface LambOptions extends CommonOptions<LambOptions> {
  /** Decay of the mean of gradients, in [0, 1); default 0.9. */
  beta1?: Hyperparameter;
  /** Decay of the mean of squared gradients, in [0, 1); default 0.999. */
  beta2?: Hyperparameter;
  /** Added to the root, outside it and after bias correction; default 1e-6. */
  epsilon?: Hyperparameter;
  /** A plain number or function means `lrScaled`; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * LAMB (You et al., 2020): Adam with each tensor's step rescaled to the size of its weights, lr 1e-3 by default.
 * The decay is part of the step that is rescaled. A plain `weightDecay` is `lrScaled`, as in optax. timm also
 * clips the gradients' global norm to 1: use `clipByGlobalNorm`.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function lamb(options: LambOptions = {}): Optimizer {
  return optimizer("lamb", options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "beta2", "epsilon"]);
    const { lr = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-6, weightDecay = 0 } = options;
    return {
      lr,
      hyperparameters: { beta1, beta2, epsilon },
      rule: adamRule({ amsgrad: false }),
      decay: asDecay(owner, weightDecay, lrScaled),
      around: (rule) => layerwise(rule, "lamb"),
    };
  });
}
