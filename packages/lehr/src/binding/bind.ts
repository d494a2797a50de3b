import { type Hyperparameter, valueAt } from "../hyperparameter.js";
import type { Rule, StepContext } from "../rules/rule.js";
import { type Schedule, updatesInPeriod } from "../schedules/schedule.js";
import { checkRange, nonNegative, show } from "../validation.js";
import { arenaLike, type FloatArray, type Parameters } from "./arena.js";
import { type Kernel, kernel } from "./kernel.js";

/** An optimizer that holds parameters. */
export interface BoundOptimizer<P extends Parameters> {
  /** The very arrays that were bound. */
  readonly params: P;
  /**
   * Arrays for the gradients, of the parameters' names, types and lengths, contiguous: write gradients here
   * and call `step()`, and nothing is copied.
   */
  readonly gradients: P;
  /** The rule's state by slot and then by parameter. */
  readonly slots: Readonly<Record<string, P>>;
  /** Updates done. */
  readonly updates: number;
  /** The learning rate the next `step` will use: eta_t * alpha. */
  readonly learningRate: number;
  /**
   * One update of all parameters, in place.
   *
   * @param gradients arrays of the parameters' names, types and lengths; default: this object's `gradients`.
   * @throws TypeError for a missing, surplus or mistyped gradient, RangeError for a wrong length or a
   *   hyper-parameter's function giving a value out of range; nothing is changed then.
   */
  step(gradients?: { readonly [Name in keyof P]: P[Name] }): void;
}

interface Unbound {
  readonly name: string;
  readonly rule: Rule;
  readonly lr: Hyperparameter;
  readonly schedule: Schedule;
  readonly hyperparameters: Readonly<Record<string, Hyperparameter>>;
}

export function bind<P extends Parameters>(optimizer: Unbound, params: P): BoundOptimizer<P> {
  const { name: owner, rule } = optimizer;
  checkParameters(owner, params);
  const slots = Object.fromEntries(rule.slots.map((slot) => [slot, arenaLike(params)])) as Record<string, P>;
  const tensors = Object.entries(params).map(([name, weights]) => ({
    name,
    weights,
    slots: rule.slots.map((slot) => slots[slot]![name]!),
    run: kernelFor(rule, weights),
  }));
  let gradients: P | undefined;
  const ownGradients = () => {
    gradients ??= arenaLike(params);
    return gradients;
  };
  let updates = 0;
  return {
    params,
    slots,
    get gradients() {
      return ownGradients();
    },
    get updates() {
      return updates;
    },
    get learningRate() {
      return contextOf(optimizer, updates).learningRate;
    },
    step(given = ownGradients()) {
      checkGradients(owner, params, given);
      const scalars = scalarsOf(optimizer, updates);
      for (const { name, weights, slots, run } of tensors) run(weights, given[name]!, slots, scalars);
      updates++;
    },
  };
}

/** One generated loop per rule and array type, so that the compiler sees one type of array in each. */
function kernelFor(rule: Rule, array: FloatArray): Kernel {
  const byType = kernels.get(rule) ?? new Map<unknown, Kernel>();
  kernels.set(rule, byType);
  const made = byType.get(array.constructor) ?? kernel(rule);
  byType.set(array.constructor, made);
  return made;
}
const kernels = new WeakMap<Rule, Map<unknown, Kernel>>();

function contextOf({ name, lr, schedule }: Unbound, step: number): StepContext {
  const baseLearningRate = valueAt(name, "lr", lr, step, nonNegative);
  const multiplier = checkRange(name, `schedule (of update ${step})`, schedule(step), nonNegative);
  return {
    step,
    baseLearningRate,
    multiplier,
    learningRate: multiplier * baseLearningRate,
    updatesInPeriod: updatesInPeriod(schedule, step),
  };
}

function scalarsOf(optimizer: Unbound, step: number): number[] {
  const { name, rule, hyperparameters } = optimizer;
  const values = Object.fromEntries(
    Object.entries(hyperparameters).map(([option, value]) => [
      option,
      valueAt(name, option, value, step, rule.hyperparameters[option]!),
    ]),
  );
  const scalars = rule.scalars(values, contextOf(optimizer, step));
  return rule.scalarNames.map((scalar) => scalars[scalar]!);
}

function isFloatArray(value: unknown): value is FloatArray {
  return value instanceof Float32Array || value instanceof Float64Array;
}

function checkParameters(owner: string, params: unknown): void {
  if (typeof params !== "object" || params === null || isFloatArray(params)) {
    throw new TypeError(`${owner}: params must be a record of arrays by name, got ${show(params)}`);
  }
  for (const [name, array] of Object.entries(params)) {
    if (!isFloatArray(array)) {
      throw new TypeError(
        `${owner}: parameter ${show(name)} must be a Float32Array or Float64Array, got ${show(array)}`,
      );
    }
  }
}

function checkGradients(owner: string, params: Parameters, gradients: Parameters): void {
  for (const [name, weights] of Object.entries(params)) {
    const gradient = gradients[name];
    if (gradient?.constructor !== weights.constructor) {
      throw new TypeError(
        `${owner}: gradient of ${show(name)} must be a ${weights.constructor.name} like its parameter, got ${show(gradient)}`,
      );
    }
    if (gradient.length !== weights.length) {
      throw new RangeError(
        `${owner}: gradient of ${show(name)} must have ${weights.length} elements like its parameter, got ${gradient.length}`,
      );
    }
  }
  for (const name of Object.keys(gradients)) {
    if (!(name in params)) {
      throw new TypeError(
        `${owner}: gradient of ${show(name)} belongs to no parameter; parameters are ${Object.keys(params).join(", ")}`,
      );
    }
  }
}
