import type { Parameters } from "../binding/arena.js";
import { type BoundOptimizer, bind } from "../binding/bind.js";
import type { Decay } from "../decay/decay.js";
import { withDecay } from "../decay/withDecay.js";
import { checkHyperparameter, type Hyperparameter } from "../hyperparameter.js";
import { maximizing } from "../rules/maximizing.js";
import type { Rule } from "../rules/rule.js";
import { constant } from "../schedules/constant.js";
import type { Schedule } from "../schedules/schedule.js";
import { checkKeys, nonNegative, show } from "../validation.js";

/** The options every optimizer has. */
export interface CommonOptions {
  /** alpha, the base learning rate, >= 0, or a function of the 0-based update. */
  lr?: Hyperparameter;
  /** eta, what multiplies the learning rate: a function of the 0-based update; default `constant()`. */
  schedule?: Schedule | ((step: number) => number);
  /** Climb instead of descend; default false. */
  maximize?: boolean;
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
   * @throws TypeError if a parameter is of another type.
   */
  bind<P extends Parameters>(params: P): BoundOptimizer<P>;
}

/** How a factory describes its optimizer. */
interface Definition {
  name: string;
  rule: Rule;
  options: CommonOptions;
  /** Hyper-parameters of the rule, defaults filled in. */
  hyperparameters: Record<string, Hyperparameter>;
  lr: Hyperparameter;
  decay: Decay;
}

/** Checks an optimizer's options and puts rule, decay and schedule together. */
export function optimizer(definition: Definition): Optimizer {
  const { name, options } = definition;
  const lr = checkHyperparameter(name, "lr", definition.lr, nonNegative);
  for (const [option, value] of Object.entries(definition.hyperparameters)) {
    checkHyperparameter(name, option, value, definition.rule.hyperparameters[option]!);
  }
  const schedule = checkSchedule(name, options.schedule);
  checkFlag(name, "maximize", options.maximize);
  const decay = definition.decay.lambda === 0 ? undefined : definition.decay;
  if (decay?.needsUpdates && schedule.updates === undefined && !schedule.periodAt) {
    throw new TypeError(`${name}: ${decay.needsUpdates}`);
  }
  const decaying = decay ? withDecay(definition.rule, decay) : definition.rule;
  const built = {
    name,
    rule: options.maximize ? maximizing(decaying) : decaying,
    decay,
    lr,
    schedule,
    hyperparameters: { ...definition.hyperparameters, ...(decay && { weightDecay: decay.lambda }) },
  };
  return { ...built, bind: (params) => bind(built, params) };
}

/** A decay as given: a plain number or function means `convention`. */
export function asDecay(
  owner: string,
  value: Hyperparameter | Decay,
  convention: (lambda: Hyperparameter) => Decay,
): Decay {
  if (typeof value === "object" && value !== null && "coefficient" in value) return value;
  checkHyperparameter(owner, "weightDecay", value, nonNegative);
  return convention(value as Hyperparameter);
}

/** @throws TypeError if a flag is neither left out nor a boolean. */
export function checkFlag(owner: string, option: string, value: unknown): boolean {
  if (value === undefined || typeof value === "boolean") return value ?? false;
  throw new TypeError(`${owner}: ${option} must be true or false, got ${show(value)}`);
}

export const commonKeys = ["lr", "schedule", "maximize", "weightDecay"] as const;

export function checkOptions(owner: string, options: object, own: readonly string[]): void {
  checkKeys(owner, options, [...commonKeys, ...own]);
}

function checkSchedule(owner: string, schedule: unknown): Schedule {
  if (schedule === undefined) return constant();
  if (typeof schedule !== "function") {
    throw new TypeError(`${owner}: schedule must be a function of the step, got ${show(schedule)}`);
  }
  const { needsLength } = schedule as Schedule;
  if (needsLength) throw new TypeError(`${owner}: ${needsLength}`);
  return schedule as Schedule;
}
