import { checkHyperparameter, type Hyperparameter } from "../hyperparameter.js";
import { checkMatch, type Match } from "../match.js";
import type { Rule, StepContext } from "../rules/rule.js";
import type { Schedule } from "../schedules/schedule.js";
import { checkFlag, checkKeys, nonNegative, type Range } from "../validation.js";

/** The weight-decay conventions in use, by name. */
export type DecayConvention = "l2" | "decoupled" | "lrScaled" | "corrected" | "normalized";

/** The options every decay has. */
export interface DecayOptions {
  /** The parameters that decay; default all. `matrices` spares biases and normalization scales; it reads shapes. */
  where?: Match;
}

/** The options of a decay that acts on the weights themselves. */
export interface DecoupledDecayOptions extends DecayOptions {
  /**
   * Decay only the coordinates whose step and weight do not differ in sign, so that decay never works against
   * the gradient's step (Chen et al., 2025); default false.
   */
  cautious?: boolean;
}

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
  /** The parameters that decay; undefined where all do. */
  readonly where: Match | undefined;
  readonly cautious: boolean;
  /** What multiplies the weight at one update, given lambda's value there. */
  coefficient(lambda: number, context: StepContext): number;
  /** Takes a coupled decay into a rule, which has the scalar `decay`. */
  within?(rule: Rule): Rule;
  /** What this decay misses in an optimizer's learning rate or schedule, if anything; says what to do. */
  objection?(optimizer: { lr: Hyperparameter; schedule: Schedule }): string | undefined;
  /** Warns of a lambda that looks like another convention's, and says what is probably meant instead. */
  suspect?(owner: string, lr: Hyperparameter): void;
}

/** Makes a decay, checking lambda and the options: those all decays have, and those in `own`. */
export function decay(
  convention: DecayConvention,
  lambda: Hyperparameter,
  options: DecoupledDecayOptions,
  own: readonly string[],
  rest: Pick<Decay, "coupled" | "coefficient" | "within" | "objection" | "suspect">,
): Decay {
  checkKeys(convention, options, ["where", ...(rest.coupled ? [] : ["cautious"]), ...own]);
  return {
    convention,
    lambda: checkHyperparameter(convention, "lambda", lambda, nonNegative),
    range: nonNegative,
    where: options.where === undefined ? undefined : checkMatch(convention, "where", options.where),
    cautious: checkFlag(convention, "cautious", options.cautious),
    ...rest,
  };
}
