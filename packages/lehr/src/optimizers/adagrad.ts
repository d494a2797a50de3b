import type { Decay } from "../decay/decay.js";
import { l2 } from "../decay/l2.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { adagradRule } from "../rules/adagrad.js";
import { checkRange, nonNegative } from "../validation.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface AdagradOptions extends CommonOptions<AdagradOptions> {
  /** How fast the learning rate falls: at update t, from 0, it is divided by 1 + t lrDecay; >= 0, default 0. */
  lrDecay?: Hyperparameter;
  /** Where the sum of squared gradients starts, >= 0; default 0. */
  initialAccumulator?: number;
  /** Added to the root, outside it; default 1e-10. */
  epsilon?: Hyperparameter;
  /** A plain number or function means `l2`, as in PyTorch; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * Adagrad, lr 1e-2 by default. A plain `weightDecay` is L2 regularization, as in PyTorch.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  return optimizer("adagrad", options, (options, owner) => {
    checkOptions(owner, options, ["lrDecay", "initialAccumulator", "epsilon"]);
    const { lr = 1e-2, lrDecay = 0, epsilon = 1e-10, weightDecay = 0 } = options;
    const initialAccumulator = checkRange(
      owner,
      "initialAccumulator",
      options.initialAccumulator ?? 0,
      nonNegative,
    );
    return {
      lr,
      hyperparameters: { lrDecay, epsilon },
      rule: adagradRule({ initialAccumulator }),
      decay: asDecay(owner, weightDecay, l2),
    };
  });
}
