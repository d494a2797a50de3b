import type { Hyperparameter } from "../hyperparameter.js";
import { checkRange, positive } from "../validation.js";
import { type Decay, type DecoupledDecayOptions, decay } from "./decay.js";

export interface CorrectedOptions extends DecoupledDecayOptions {
  /** lr_max, the largest learning rate of the run, > 0; default the optimizer's base learning rate. */
  lrMax?: number;
}

/**
 * Corrected decay (Defazio, 2025, AdamC): theta <- theta - (lr_t^2 / lrMax) * lambda * theta. The decay falls
 * with the square of the learning rate, so that the size of normalized layers' weights settles at one value
 * under any schedule. While lr_t = lrMax it is `lrScaled`.
 *
 * @param lambda the factor, >= 0, or a function of the 0-based update.
 * @throws RangeError if lambda is not a finite number >= 0 or `lrMax` not > 0; TypeError for an option that is
 *   not known or not of its type.
 */
export function corrected(lambda: Hyperparameter, options: CorrectedOptions = {}): Decay {
  const lrMax =
    options.lrMax === undefined ? undefined : checkRange("corrected", "lrMax", options.lrMax, positive);
  return decay("corrected", lambda, options, ["lrMax"], {
    coupled: false,
    coefficient: (lambda, { learningRate, multiplier }) =>
      learningRate * (lrMax === undefined ? multiplier : learningRate / lrMax) * lambda,
    objection: ({ lr }) =>
      lrMax === undefined && typeof lr === "function"
        ? "corrected(lambda) needs to know the largest learning rate: lr is a function, so give " +
          "corrected(lambda, { lrMax }), or a number for lr and a schedule"
        : undefined,
  });
}
