import { l2 } from "../../decay/l2.js";
import { lrScaled } from "../../decay/lrScaled.js";
import { withDecay } from "../../decay/withDecay.js";
import { maximizing } from "../../rules/maximizing.js";
import type { Rule } from "../../rules/rule.js";
import type { Option } from "./option.js";

/** The options every optimizer here has. */
export interface CommonOptions {
  /** The learning rate, >= 0. */
  lr?: number;
  /** The weight decay, >= 0; what it does is the class's matter. */
  weightDecay?: number;
  /** Climb instead of descend; default false. */
  maximize?: boolean;
}

/** Every option with a value. */
export type Complete<Options> = { -readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> };

/** How one of PyTorch's classes is put together from a rule of the core. */
export interface Blueprint<Options extends CommonOptions> {
  readonly name: string;
  readonly options: { readonly [Name in keyof Options]-?: Option<Exclude<Options[Name], undefined>> };
  /** The choices among a group's options that change the code of a step. */
  shape(group: Complete<Options>): Readonly<Record<string, boolean>>;
  rule(shape: Readonly<Record<string, boolean>>): Rule;
  /** Whether decay acts on the weights (lr-scaled) instead of on the gradient. */
  decoupled(group: Complete<Options>): boolean;
  /** The rule's hyper-parameters, under the rule's names. */
  hyperparameters(group: Complete<Options>): Readonly<Record<string, number>>;
  /** PyTorch's names, in camelCase, of the rule's slots and of what its memory holds. */
  readonly stateNames: Readonly<Record<string, string>>;
  /** Where a slot starts, if not at zero. */
  start?(slot: string, group: Complete<Options>): number;
  /** Keeps no count of its steps: a step is the first if there is no state yet. */
  readonly uncounted?: boolean;
  /** Throws where options do not go together. */
  check?(owner: string, group: Complete<Options>): void;
}

/** The rule of a group as its options are now. The same options give the same object, and so the same loops. */
export function ruleOf<Options extends CommonOptions>(
  blueprint: Blueprint<Options>,
  group: Complete<Options> & Complete<CommonOptions>,
): Rule {
  const shape = blueprint.shape(group);
  const { maximize, weightDecay } = group;
  const decay = weightDecay === 0 ? "none" : blueprint.decoupled(group) ? "lrScaled" : "l2";
  const key = JSON.stringify([shape, maximize, decay]);
  const rules = known.get(blueprint.options) ?? new Map<string, Rule>();
  known.set(blueprint.options, rules);
  let rule = rules.get(key);
  if (!rule) {
    rule = blueprint.rule(shape);
    // Lambda is given anew at every step, as a hyper-parameter.
    if (decay !== "none") rule = withDecay(rule, decay === "l2" ? l2(1) : lrScaled(1));
    if (maximize) rule = maximizing(rule);
    rules.set(key, rule);
  }
  return rule;
}
const known = new WeakMap<object, Map<string, Rule>>();
