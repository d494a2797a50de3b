import type { Decay } from "../decay/decay.js";
import type { Hyperparameter } from "../hyperparameter.js";
import type { Match } from "../match.js";
import type { Rule } from "../rules/rule.js";
import type { Schedule } from "../schedules/schedule.js";

/** What is the same for all parameters of a group, checked and put together by a factory. */
export interface GroupDefinition {
  /** Who error messages speak for. */
  readonly owner: string;
  /** The rule with its decay. */
  readonly rule: Rule;
  /** The rule of the parameters that the decay's `where` spares. */
  readonly undecayedRule: Rule;
  readonly decay: Decay | undefined;
  readonly lr: Hyperparameter;
  readonly schedule: Schedule;
  readonly hyperparameters: Readonly<Record<string, Hyperparameter>>;
}

/** A group's definition and the parameters it is for. */
export interface MatchedDefinition {
  readonly match: Match;
  readonly definition: GroupDefinition;
}
