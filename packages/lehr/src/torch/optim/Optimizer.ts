import type { FloatArray } from "../../binding/arena.js";
import { dtypeOf, isFloatArray } from "../../binding/dtype.js";
import { kernelsFor } from "../../binding/kernel.js";
import { dropUndefined } from "../../dropUndefined.js";
import type { Rule } from "../../rules/rule.js";
import { show } from "../../validation.js";
import { type Blueprint, type CommonOptions, type Complete, ruleOf } from "./blueprint.js";
import { checkGroup, type GroupGiven, type ParamGroup, paramsOf } from "./group.js";
import {
  checkStateDict,
  copyOptions,
  fromState,
  type Kept,
  type OptimizerStateDict,
  toState,
} from "./stateDict.js";

/** One gradient for each parameter, in order through all groups; null where a parameter has none this time. */
export type Gradients = readonly (FloatArray | null)[];

/**
 * What all of PyTorch's optimizers have in common: parameter groups, whose options may be written between
 * steps and are read, and checked, at every step.
 *
 * Gradients are handed to `step` instead of lying on the parameters, so there is no `zero_grad`.
 */
export class Optimizer<Options extends CommonOptions = CommonOptions> {
  /** The options of a group that sets none. */
  readonly defaults: Readonly<Complete<Options>>;
  readonly paramGroups: ParamGroup<Options>[] = [];
  readonly #blueprint: Blueprint<Options>;
  readonly #kept = new Map<FloatArray, Kept>();

  /**
   * @throws TypeError or RangeError naming the option, its value and what it may be; also for an option of a
   *   group, which PyTorch does not check.
   */
  constructor(
    blueprint: Blueprint<Options>,
    params: readonly FloatArray[] | readonly GroupGiven<Options>[],
    options: Options,
  ) {
    this.#blueprint = blueprint;
    const { name } = blueprint;
    const given = dropUndefined(options);
    checkGroup(blueprint, name, given);
    const defaults = Object.entries<{ default: unknown }>(blueprint.options).map(([option, of]) => [
      option,
      of.default,
    ]);
    this.defaults = { ...Object.fromEntries(defaults), ...given } as Complete<Options>;
    blueprint.check?.(name, this.defaults);
    if (!Array.isArray(params)) {
      throw new TypeError(
        `${name}: params must be an array of Float32Array or Float64Array, or of groups, got ${show(params)}`,
      );
    }
    if (params.length === 0)
      throw new RangeError(`${name}: params must not be empty, got an array of length 0`);
    const groups = isFloatArray(params[0]) ? [{ params } as unknown as GroupGiven<Options>] : params;
    for (const group of groups as GroupGiven<Options>[]) this.addParamGroup(group);
  }

  /** PyTorch's `add_param_group`. @throws TypeError or RangeError, and adds nothing. */
  addParamGroup(given: GroupGiven<Options>): void {
    const owner = `${this.#blueprint.name}: group ${this.paramGroups.length}`;
    if (typeof given !== "object" || given === null || !("params" in given)) {
      throw new TypeError(`${owner}: must be an object { params, ... }, got ${show(given)}`);
    }
    const params = paramsOf(owner, given.params);
    const overrides = dropUndefined(given);
    checkGroup(this.#blueprint, owner, overrides);
    const group = { ...this.defaults, ...overrides, params } as ParamGroup<Options>;
    this.#blueprint.check?.(owner, group);
    const taken = new Set(this.#params());
    params.forEach((param, i) => {
      if (taken.has(param)) throw new RangeError(`${owner}: params[${i}] is already in a group`);
      taken.add(param);
    });
    this.paramGroups.push(group);
  }

  /**
   * One update of all parameters that have a gradient, in place.
   *
   * @throws TypeError or RangeError for a gradient that does not fit or an option out of range; nothing is
   *   changed then.
   */
  step(gradients: Gradients): void {
    const { name } = this.#blueprint;
    const params = this.#params();
    if (!Array.isArray(gradients) || gradients.length !== params.length) {
      throw new RangeError(
        `${name}: gradients must be an array of ${params.length}, one for each parameter, got ${show(gradients)}`,
      );
    }
    params.forEach((param, i) => {
      checkGradient(name, i, param, gradients[i]);
    });
    this.paramGroups.forEach((group, i) => {
      checkGroup(this.#blueprint, `${name}: group ${i}`, group);
    });
    let next = 0;
    for (const group of this.paramGroups) {
      const rule = ruleOf(this.#blueprint, group as Complete<Options> & Complete<CommonOptions>);
      for (const param of group.params) {
        const gradient = gradients[next++]!;
        if (gradient !== null) this.#stepOne(group, rule, param, gradient);
      }
    }
  }

  /** PyTorch's `state_dict`: a copy of everything but the parameters. */
  stateDict(): OptimizerStateDict {
    const { stateNames, uncounted } = this.#blueprint;
    const params = this.#params();
    return {
      state: Object.fromEntries(
        params.flatMap((param, i) => {
          const kept = this.#kept.get(param);
          return kept ? [[i, toState(kept, stateNames, !uncounted)]] : [];
        }),
      ),
      paramGroups: this.paramGroups.map(({ params: own, ...options }) => ({
        ...copyOptions(options),
        params: own.map((param) => params.indexOf(param)),
      })),
    };
  }

  /**
   * PyTorch's `load_state_dict`: parameters are matched by their order, state is cast to their types, and all
   * options are the loaded ones from then on, the learning rate too.
   *
   * @throws RangeError or TypeError if groups, parameters or state do not fit; nothing is changed then.
   */
  loadStateDict(stateDict: OptimizerStateDict): void {
    const owner = `${this.#blueprint.name}.loadStateDict`;
    checkStateDict(owner, stateDict);
    const groups = stateDict.paramGroups;
    const sizes = (of: readonly { params: readonly unknown[] }[]) => of.map(({ params }) => params.length);
    if (String(sizes(groups)) !== String(sizes(this.paramGroups))) {
      throw new RangeError(
        `${owner}: groups must have ${sizes(this.paramGroups).join(", ")} parameters, got ${sizes(groups).join(", ")}`,
      );
    }
    groups.forEach((group, i) => {
      checkGroup(this.#blueprint, `${owner}: group ${i}`, group);
    });
    const { stateNames, uncounted } = this.#blueprint;
    const loaded = new Map<FloatArray, Kept>();
    this.paramGroups.forEach((group, g) => {
      const options = { ...group, ...(groups[g] as object) };
      const rule = ruleOf(this.#blueprint, options as Complete<Options> & Complete<CommonOptions>);
      group.params.forEach((param, i) => {
        // The number a state dict gives its parameter.
        const number = groups[g]!.params[i]!;
        const state = stateDict.state[number];
        if (!state) return;
        const kept = fromState(`${owner}: state[${number}]`, state, stateNames, !uncounted, rule, param);
        loaded.set(param, uncounted ? { ...kept, step: 1 } : kept);
      });
    });
    this.#kept.clear();
    for (const [param, kept] of loaded) this.#kept.set(param, kept);
    groups.forEach(({ params: _, ...options }, i) => {
      Object.assign(this.paramGroups[i]!, copyOptions(options));
    });
  }

  #params(): FloatArray[] {
    return this.paramGroups.flatMap(({ params }) => params);
  }

  #stepOne(group: ParamGroup<Options>, rule: Rule, param: FloatArray, gradient: FloatArray): void {
    const { hyperparameters, start, uncounted } = this.#blueprint;
    const kept = this.#kept.get(param) ?? { step: 0, slots: {}, memory: { ...rule.memory?.start } };
    const first = uncounted && rule.slots.some((slot) => !kept.slots[slot]);
    for (const slot of rule.slots) {
      const FloatArray = param.constructor as Float64ArrayConstructor;
      kept.slots[slot] ??= new FloatArray(param.length).fill(start?.(slot, group) ?? 0);
    }
    const lr = group.lr as number;
    const context = {
      step: uncounted ? (first ? 0 : 1) : kept.step,
      baseLearningRate: lr,
      multiplier: 1,
      learningRate: lr,
      updatesInPeriod: undefined,
    };
    const values = { ...hyperparameters(group), weightDecay: group.weightDecay as number };
    const scalars = rule.scalars(values, context, kept.memory);
    kernelsFor(rule, param).step(
      param,
      gradient,
      rule.slots.map((slot) => kept.slots[slot]!),
      rule.scalarNames.map((name) => scalars[name]!),
    );
    if (rule.memory) kept.memory = rule.memory.next(values, context, kept.memory);
    kept.step++;
    if (!uncounted || rule.slots.length > 0) this.#kept.set(param, kept);
  }
}

function checkGradient(owner: string, i: number, param: FloatArray, gradient: unknown): void {
  if (gradient === null) return;
  if (!isFloatArray(gradient) || dtypeOf(gradient) !== dtypeOf(param)) {
    throw new TypeError(
      `${owner}: gradients[${i}] must be a ${param.constructor.name} like its parameter, or null, got ${show(gradient)}`,
    );
  }
  if (gradient.length !== param.length) {
    throw new RangeError(
      `${owner}: gradients[${i}] must have ${param.length} elements like its parameter, got ${gradient.length}`,
    );
  }
}
