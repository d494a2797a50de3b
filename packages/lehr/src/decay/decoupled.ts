import type { Hyperparameter } from "../hyperparameter.js";
import { type Decay, decay } from "./decay.js";

/**
 * Decoupled weight decay: theta <- theta - eta_t * lambda * theta. The green lines of the paper's Algorithms
 * 1 and 2: lambda is multiplied by the schedule but never by the learning rate alpha. In PyTorch's unit the
 * same decay is lambda / alpha (`lrScaled`).
 *
 * @param lambda the fraction of a weight that decays in an update at full schedule, >= 0, or a function of
 *   the 0-based update. Good values are near 1 / sqrt(updates in the run) / 20.
 * @throws RangeError if lambda is not a finite number >= 0.
 */
export function decoupled(lambda: Hyperparameter): Decay {
  return decay("decoupled", lambda, {
    coupled: false,
    coefficient: (lambda, { multiplier }) => multiplier * lambda,
  });
}
