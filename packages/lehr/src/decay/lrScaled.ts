import type { Hyperparameter } from "../hyperparameter.js";
import { type Decay, decay } from "./decay.js";

/**
 * Decoupled decay scaled by the learning rate: theta <- theta - lr_t * lambda * theta, lr_t = eta_t * alpha.
 * What PyTorch's `AdamW`, optax and Keras call weight decay. It moves with alpha: `decoupled(alpha * lambda)`
 * is the same decay in the paper's unit.
 *
 * @param lambda the factor, >= 0, or a function of the 0-based update.
 * @throws RangeError if lambda is not a finite number >= 0.
 */
export function lrScaled(lambda: Hyperparameter): Decay {
  return decay("lrScaled", lambda, {
    coupled: false,
    coefficient: (lambda, { learningRate }) => learningRate * lambda,
  });
}
