import {
  checkFlag,
  checkKeys,
  checkRange,
  nonNegative,
  positive,
  positiveInteger,
  show,
} from "../validation.js";
import type { DecayConvention } from "./decay.js";

export interface ConvertDecayOptions {
  /** The convention lambda is in. */
  from: DecayConvention;
  /** The convention wanted. */
  to: DecayConvention;
  /** alpha, the base learning rate; needed where one convention multiplies lambda by it and the other not. */
  lr?: number;
  /** Updates in the run or restart period; needed from or to `normalized`. */
  updates?: number;
  /** The rule is SGD without momentum, where L2 is a decay (the paper's Proposition 1); default false. */
  plainSgd?: boolean;
  /** The learning rate never changes, so that `corrected` is `lrScaled`; default false. */
  constantSchedule?: boolean;
}

/** Whether lambda is multiplied by the learning rate as well as by the schedule. */
const multipliedByRate: Readonly<Record<DecayConvention, boolean>> = {
  l2: true,
  lrScaled: true,
  corrected: true,
  decoupled: false,
  normalized: false,
};

/**
 * The lambda of one decay convention that does in another what a lambda does in the first: with alpha the
 * base learning rate and U the updates in the run,
 *
 *     decoupled = alpha lrScaled             decoupled = normalized / sqrt(U)
 *
 * PyTorch's AdamW with lr 1e-3 and lambda 0.1 is `convertDecay(0.1, { from: "lrScaled", to: "decoupled", lr:
 * 1e-3 })`, 1e-4, in the paper's unit.
 *
 * @throws RangeError or TypeError for an argument out of range, one that is needed and not given, and where no
 *   constant lambda can do the same: from or to `l2` unless `plainSgd`, `corrected` unless `constantSchedule`.
 */
export function convertDecay(lambda: number, options: ConvertDecayOptions): number {
  const owner = "convertDecay";
  checkKeys(owner, options, ["from", "to", "lr", "updates", "plainSgd", "constantSchedule"]);
  checkRange(owner, "lambda", lambda, nonNegative);
  const { from, to } = options;
  for (const [option, convention] of Object.entries({ from, to })) {
    if (!Object.hasOwn(multipliedByRate, convention)) {
      const known = Object.keys(multipliedByRate).map(show).join(", ");
      throw new TypeError(`${owner}: ${option} must be one of ${known}, got ${show(convention)}`);
    }
  }
  const plainSgd = checkFlag(owner, "plainSgd", options.plainSgd);
  const constantSchedule = checkFlag(owner, "constantSchedule", options.constantSchedule);
  if (from === to) return lambda;
  if (!plainSgd && (from === "l2" || to === "l2")) throw new RangeError(noMatch.l2);
  if (!constantSchedule && (from === "corrected" || to === "corrected"))
    throw new RangeError(noMatch.corrected);
  const rootUpdates = () => Math.sqrt(needed(options, "updates", positiveInteger));
  const rate = () => needed(options, "lr", positive);

  const own = from === "normalized" ? lambda / rootUpdates() : lambda;
  const crossed =
    multipliedByRate[from] === multipliedByRate[to]
      ? own
      : multipliedByRate[from]
        ? own * rate()
        : own / rate();
  return to === "normalized" ? crossed * rootUpdates() : crossed;
}

function needed(options: ConvertDecayOptions, option: "lr" | "updates", range: typeof positive): number {
  const { from, to } = options;
  if (options[option] !== undefined) return checkRange("convertDecay", option, options[option], range);
  throw new TypeError(`convertDecay: from ${show(from)} to ${show(to)} needs ${option}, ${range.text}`);
}

const noMatch = {
  l2:
    "convertDecay: no constant lambda makes L2 regularization a decay: the rule rescales the penalty's gradient, " +
    "by a root that differs from coordinate to coordinate (the paper's Proposition 2) or by its momentum. Only " +
    "for SGD without momentum they are the same: say so with { plainSgd: true }",
  corrected:
    "convertDecay: no constant lambda matches corrected, whose decay falls with the square of the learning rate " +
    "where the others' falls with the learning rate itself. At the peak it is lrScaled; under a constant " +
    "learning rate always: say so with { constantSchedule: true }",
};
