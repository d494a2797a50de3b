import type { Hyperparameter } from "../hyperparameter.js";
import { warn } from "../platform.js";
import { checkFlag } from "../validation.js";
import { type Decay, type DecoupledDecayOptions, decay } from "./decay.js";
import { unitSuspicion } from "./unitSuspicion.js";

export interface DecoupledOptions extends DecoupledDecayOptions {
  /** Warn of a lambda that looks like PyTorch's unit; default true. */
  warn?: boolean;
}

/**
 * Decoupled weight decay: theta <- theta - eta_t * lambda * theta. The green lines of the paper's Algorithms
 * 1 and 2: lambda is multiplied by the schedule but never by the learning rate alpha. In PyTorch's unit the
 * same decay is lambda / alpha (`lrScaled`). A number of 4e-3 or more is most likely in that unit, and an
 * optimizer given it says so, once, through `console.warn`.
 *
 * @param lambda the fraction of a weight that decays in an update at full schedule, >= 0, or a function of
 *   the 0-based update. Good values are near 1 / sqrt(updates in the run) / 20.
 * @throws RangeError if lambda is not a finite number >= 0; TypeError for an option that is not known or not
 *   of its type.
 */
export function decoupled(lambda: Hyperparameter, options: DecoupledOptions = {}): Decay {
  const silent = options.warn !== undefined && !checkFlag("decoupled", "warn", options.warn);
  return decay("decoupled", lambda, options, ["warn"], {
    coupled: false,
    coefficient: (lambda, { multiplier }) => multiplier * lambda,
    suspect(owner, lr) {
      const suspicion = silent ? undefined : unitSuspicion(lambda, lr);
      if (suspicion) warn(`${owner}: ${suspicion}`);
    },
  });
}
