import type { Hyperparameter } from "../hyperparameter.js";
import { type Decay, type DecoupledDecayOptions, decay } from "./decay.js";

/**
 * Decoupled decay scaled by the learning rate: theta <- theta - lr_t * lambda * theta, lr_t = eta_t * alpha.
 * What PyTorch's `AdamW`, optax and Keras call weight decay. It moves with alpha: `decoupled(alpha * lambda)`
 * is the same decay in the paper's unit.
 *
 * @param lambda the factor, >= 0, or a function of the 0-based update.
 * @throws RangeError if lambda is not a finite number >= 0; TypeError for an option that is not known or not
 *   of its type.
 */
export function lrScaled(lambda: Hyperparameter, options: DecoupledDecayOptions = {}): Decay {
  return decay("lrScaled", lambda, options, [], {
    coupled: false,
    coefficient: (lambda, { learningRate }) => learningRate * lambda,
  });
}
