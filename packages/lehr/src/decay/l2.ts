import type { Hyperparameter } from "../hyperparameter.js";
import { onGradient } from "../rules/onGradient.js";
import { type Decay, type DecayOptions, decay } from "./decay.js";

/**
 * L2 regularization: g <- g + lambda * theta before the rule. What `weight_decay` means in PyTorch's SGD and
 * Adam; the pink lines of the paper's Algorithms 1 and 2. An adaptive rule rescales it with the gradient.
 *
 * @param lambda the factor, >= 0, or a function of the 0-based update.
 * @throws RangeError if lambda is not a finite number >= 0; TypeError for an option that is not known or not
 *   of its type.
 */
export function l2(lambda: Hyperparameter, options: DecayOptions = {}): Decay {
  return decay("l2", lambda, options, [], {
    coupled: true,
    coefficient: (lambda) => lambda,
    within: (rule) =>
      onGradient(rule, ({ add, mul }, { gradient, weight, scalars }) =>
        add(gradient, mul(scalars.decay!, weight)),
      ),
  });
}
