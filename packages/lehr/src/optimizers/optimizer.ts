import type { ArraysOf } from "../binding/arena.js";
import { bind } from "../binding/bind.js";
import type { BindOptions, BoundOptimizer } from "../binding/boundOptimizer.js";
import type { GroupDefinition } from "../binding/definition.js";
import type { Decay } from "../decay/decay.js";
import { withDecay } from "../decay/withDecay.js";
import { dropUndefined } from "../dropUndefined.js";
import { checkHyperparameter, type Hyperparameter } from "../hyperparameter.js";
import { checkMatch, type Match } from "../match.js";
import { maximizing } from "../rules/maximizing.js";
import type { Rule } from "../rules/rule.js";
import type { Schedule } from "../schedules/schedule.js";
import { checkFlag, checkKeys, isRecord, mustBe, nonNegative } from "../validation.js";

/** Some of the parameters, with options of their own. */
export type ParameterGroup<Own> = Omit<Own, "groups"> & {
  /** The parameters of the group. */
  match: Match;
};

/** The options every optimizer has. */
export interface CommonOptions<Own = unknown> {
  /** alpha, the base learning rate, >= 0, or a function of the 0-based update. */
  lr?: Hyperparameter;
  /** eta, what multiplies the learning rate: a `Schedule`, or any function of the 0-based update; default 1. */
  schedule?: (step: number) => number;
  /** Climb instead of descend; default false. */
  maximize?: boolean;
  /**
   * Parameters with other options: what a group says replaces what the optimizer says, for the parameters it
   * matches. A parameter may be in one group at most; their order means nothing.
   */
  groups?: readonly ParameterGroup<Own>[];
}

/** An optimizer before it knows its parameters. It holds no state: bind it as often as you like. */
export interface Optimizer {
  readonly name: string;
  readonly rule: Rule;
  /** The decay convention and lambda, or undefined where nothing decays. */
  readonly decay: Decay | undefined;
  readonly lr: Hyperparameter;
  readonly schedule: Schedule;
  /** The values of the rule's hyper-parameters. */
  readonly hyperparameters: Readonly<Record<string, Hyperparameter>>;
  /**
   * Takes hold of parameters: from now on `step` changes these arrays in place.
   *
   * @param params arrays by name, each a Float32Array or Float64Array.
   * @throws TypeError if a parameter is of another type; RangeError if two share memory, a shape does not fit its
   *   parameter, a parameter is in two groups, or a group or a decay's `where` matches nothing: a `where` that is a
   *   function may, if shapes are given.
   */
  bind<P extends ArraysOf<P>>(params: P, options?: BindOptions<P>): BoundOptimizer<P>;
}

/** What a factory makes of its options. */
export interface Definition {
  rule: Rule;
  /** Hyper-parameters of the rule, defaults filled in. */
  hyperparameters: Record<string, Hyperparameter>;
  lr: Hyperparameter;
  decay: Decay;
  /** What the rule becomes together with its decay, for rules that rescale or average whole steps. */
  around?: (rule: Rule) => Rule;
}

/**
 * Checks an optimizer's options and puts rule, decay and schedule together, for the optimizer and for each of
 * its groups: a group is the same factory with some options replaced.
 *
 * @param define makes a definition of options; `owner` is who its error messages speak for.
 */
export function optimizer<Options extends CommonOptions<Options>>(
  name: string,
  options: Options,
  define: (options: Options, owner: string) => Definition,
): Optimizer {
  const main = groupDefinition(name, options, define, true);
  const groups = checkGroups<Options>(name, options.groups).map(({ match, ...given }, i) => {
    const owner = `${name}: groups[${i}]`;
    const overrides = dropUndefined(given);
    checkMatch(owner, "match", match);
    const merged = { ...options, ...(overrides as unknown as Partial<Options>) };
    return {
      match,
      definition: groupDefinition(owner, merged, define, "weightDecay" in overrides),
    };
  });
  return { ...main, name, bind: (params, bindOptions) => bind(main, groups, params, bindOptions) };
}

function groupDefinition<Options extends CommonOptions<Options>>(
  owner: string,
  options: Options,
  define: (options: Options, owner: string) => Definition,
  ownDecay: boolean,
): GroupDefinition {
  const definition = define(options, owner);
  const { rule, around = (rule: Rule) => rule } = definition;
  const lr = checkHyperparameter(owner, "lr", definition.lr, nonNegative);
  const hyperparameters = { ...definition.hyperparameters };
  const maximize = checkFlag(owner, "maximize", options.maximize);
  const finish = (rule: Rule) => (maximize ? maximizing(around(rule)) : around(rule));
  const undecayedRule = finish(rule);
  for (const [option, value] of Object.entries(hyperparameters)) {
    checkHyperparameter(owner, option, value, undecayedRule.hyperparameters[option]!);
  }
  const schedule = checkSchedule(owner, options.schedule);
  const decay = definition.decay.lambda === 0 ? undefined : definition.decay;
  if (decay) {
    const objection = decay.objection?.({ lr, schedule });
    if (objection) throw new TypeError(`${owner}: ${objection}`);
    if (ownDecay) decay.suspect?.(owner, lr);
    hyperparameters.weightDecay = decay.lambda;
  }
  return {
    owner,
    rule: decay ? finish(withDecay(rule, decay)) : undecayedRule,
    undecayedRule,
    decay,
    lr,
    schedule,
    hyperparameters,
  };
}

/** A decay as given: a plain number or function means `convention`. */
export function asDecay(
  owner: string,
  value: Hyperparameter | Decay,
  convention: (lambda: Hyperparameter) => Decay,
): Decay {
  if (isRecord(value) && "coefficient" in value) return value as unknown as Decay;
  checkHyperparameter(owner, "weightDecay", value, nonNegative);
  return convention(value as Hyperparameter);
}

export function checkOptions(owner: string, options: object, own: readonly string[]): void {
  checkKeys(owner, options, ["lr", "schedule", "maximize", "weightDecay", "groups", ...own]);
}

function checkGroups<Options extends CommonOptions<Options>>(
  owner: string,
  groups: unknown,
): readonly ParameterGroup<Options>[] {
  if (groups === undefined) return [];
  const isGroup = (group: unknown) => isRecord(group) && "match" in group && !("groups" in group);
  if (!Array.isArray(groups) || !groups.every(isGroup)) {
    throw mustBe(owner, "groups", "an array of { match, ...options } without groups of their own", groups);
  }
  return groups as ParameterGroup<Options>[];
}

function checkSchedule(owner: string, schedule: unknown): Schedule {
  if (schedule === undefined) return () => 1;
  if (typeof schedule !== "function") {
    throw mustBe(owner, "schedule", "a function of the step", schedule);
  }
  const { needsLength } = schedule as Schedule;
  if (needsLength) throw new TypeError(`${owner}: ${needsLength}`);
  return schedule as Schedule;
}
