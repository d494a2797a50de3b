import { checkHyperparameter, type Hyperparameter } from "../hyperparameter.js";
import type { StepContext } from "../rules/rule.js";
import { nonNegative, type Range } from "../validation.js";

/** The weight-decay conventions in use, by name. */
export type DecayConvention = "l2" | "decoupled" | "lrScaled" | "normalized";

/**
 * How weights shrink. A coupled decay adds `coefficient` times the weight to the gradient, before the rule
 * sees it; a decoupled one subtracts `coefficient` times the weight from before the step, beside the rule.
 */
export interface Decay {
  readonly convention: DecayConvention;
  readonly coupled: boolean;
  /** Lambda, in the convention's own unit. */
  readonly lambda: Hyperparameter;
  readonly range: Range;
  /** What multiplies the weight at one update, given lambda's value there. */
  coefficient(lambda: number, context: StepContext): number;
  /** Set on a decay that needs to know how many updates share a run of the schedule; says what to do. */
  readonly needsUpdates?: string;
}

/** Makes a decay, checking lambda. */
export function decay(
  convention: DecayConvention,
  lambda: Hyperparameter,
  rest: Pick<Decay, "coupled" | "coefficient" | "needsUpdates">,
): Decay {
  return {
    convention,
    lambda: checkHyperparameter(convention, "lambda", lambda, nonNegative),
    range: nonNegative,
    ...rest,
  };
}
