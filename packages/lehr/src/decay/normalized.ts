import type { Hyperparameter } from "../hyperparameter.js";
import { checkRange, positiveInteger } from "../validation.js";
import { type Decay, type DecoupledDecayOptions, decay } from "./decay.js";

export interface NormalizedOptions extends DecoupledDecayOptions {
  /** The updates to normalize by, for a schedule that does not know its length. */
  updates?: number;
}

/**
 * Normalized weight decay (the paper's appendix B.1): `decoupled` with lambda = lambdaNorm / sqrt(U), U the
 * updates in the current restart period, or in the whole schedule. The paper's sqrt(b / (B T)) is that: b/(B T)
 * is one over the number of updates. With warm restarts lambda changes at each restart; only `restarts` makes
 * periods, a `sequence` counts as one.
 *
 * @param lambdaNorm the decay if only one update were allowed, >= 0, or a function of the 0-based update;
 *   0.025 to 0.05 served CIFAR-10 and ImageNet32x32 alike in the paper.
 * @throws RangeError if lambdaNorm is not a finite number >= 0 or `updates` not a positive integer; TypeError
 *   for an option that is not known or not of its type.
 */
export function normalized(lambdaNorm: Hyperparameter, options: NormalizedOptions = {}): Decay {
  const fixed =
    options.updates === undefined
      ? undefined
      : checkRange("normalized", "updates", options.updates, positiveInteger);
  return decay("normalized", lambdaNorm, options, ["updates"], {
    coupled: false,
    coefficient: (lambda, { multiplier, updatesInPeriod }) =>
      (multiplier * lambda) / Math.sqrt(fixed ?? updatesInPeriod!),
    objection: ({ schedule }) =>
      fixed === undefined && schedule.updates === undefined && !schedule.periodAt
        ? "normalized(lambdaNorm) needs to know how many updates there are: give the schedule a length " +
          "(cosine({ updates })) or restarts, or use normalized(lambdaNorm, { updates })"
        : undefined,
  });
}
