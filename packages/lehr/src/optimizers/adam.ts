import type { Decay } from "../decay/decay.js";
import { l2 } from "../decay/l2.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { adamRule } from "../rules/adam.js";
import { checkFlag } from "../validation.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface AdamOptions extends CommonOptions<AdamOptions> {
  /** Decay of the mean of gradients, in [0, 1); default 0.9. */
  beta1?: Hyperparameter;
  /** Decay of the mean of squared gradients, in [0, 1); default 0.999. */
  beta2?: Hyperparameter;
  /** Added to the root, outside it and after bias correction; default 1e-8. */
  epsilon?: Hyperparameter;
  /** A plain number or function means `l2`; default 0. */
  weightDecay?: Hyperparameter | Decay;
  /** Divide by the largest second moment so far (Reddi et al., 2018); default false. */
  amsgrad?: boolean;
}

/**
 * Adam, lr 1e-3 by default. A plain `weightDecay` is L2 regularization, as in PyTorch: the paper's Algorithm
 * 2, pink. For decoupled decay take `adamw`.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adamWith("adam", options, 0, l2);
}

/** Adam under another name, with another meaning of a plain `weightDecay`. */
export function adamWith(
  name: string,
  options: AdamOptions,
  defaultDecay: number,
  convention: (lambda: Hyperparameter) => Decay,
): Optimizer {
  return optimizer(name, options, (options, owner) => {
    checkOptions(owner, options, ["beta1", "beta2", "epsilon", "amsgrad"]);
    const { lr = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = defaultDecay } = options;
    return {
      lr,
      hyperparameters: { beta1, beta2, epsilon },
      rule: adamRule({ amsgrad: checkFlag(owner, "amsgrad", options.amsgrad) }),
      decay: asDecay(owner, weightDecay, convention),
    };
  });
}
