import type { Decay } from "../decay/decay.js";
import { l2 } from "../decay/l2.js";
import type { Hyperparameter } from "../hyperparameter.js";
import { larsRule } from "../rules/lars.js";
import { asDecay, type CommonOptions, checkOptions, type Optimizer, optimizer } from "./optimizer.js";

export interface LarsOptions extends CommonOptions<LarsOptions> {
  /** In [0, 1); default 0.9. */
  momentum?: Hyperparameter;
  /** The size of a step relative to its weights, at lr 1 and without momentum, >= 0; default 1e-3. */
  trustCoefficient?: Hyperparameter;
  /** A plain number or function means `l2`; default 0. */
  weightDecay?: Hyperparameter | Decay;
}

/**
 * LARS: momentum over gradients rescaled, tensor by tensor, to the size of the weights, lr 1 by default. A plain
 * `weightDecay` is `l2`: it is part of the gradient that is measured, as in optax.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function lars(options: LarsOptions = {}): Optimizer {
  return optimizer("lars", options, (options, owner) => {
    checkOptions(owner, options, ["momentum", "trustCoefficient"]);
    const { lr = 1, momentum = 0.9, trustCoefficient = 1e-3, weightDecay = 0 } = options;
    return {
      lr,
      hyperparameters: { momentum, trustCoefficient },
      rule: larsRule,
      decay: asDecay(owner, weightDecay, l2),
    };
  });
}
