import { type Hyperparameter, valueAt } from "../hyperparameter.js";
import { matches, type Tensor } from "../match.js";
import type { Rule, StepContext } from "../rules/rule.js";
import { updatesInPeriod } from "../schedules/schedule.js";
import { nonNegative } from "../validation.js";
import type { FloatArray, Parameters } from "./arena.js";
import { mapValues } from "./byName.js";
import type { GroupDefinition } from "./definition.js";
import { type Kernels, kernelsFor } from "./kernel.js";

/** One parameter in the hands of its rule. */
export interface HeldTensor {
  readonly name: string;
  readonly weights: FloatArray;
  readonly rule: Rule;
  readonly kernels: Kernels;
  /** In the order of the rule's `slots`. */
  readonly slots: readonly FloatArray[];
}

/** A group in the hands of a bound optimizer: what changes from update to update. */
export interface Group {
  readonly definition: GroupDefinition;
  readonly tensors: readonly HeldTensor[];
  lr: Hyperparameter;
  memory: Readonly<Record<string, number>>;
}

/** Puts a group together from its parameters and their zero-filled slots. */
export function holdGroup(
  definition: GroupDefinition,
  tensors: readonly Tensor[],
  params: Parameters,
  slots: Readonly<Record<string, Parameters>>,
): Group {
  const { decay, rule, undecayedRule, lr } = definition;
  return {
    definition,
    lr,
    memory: { ...rule.memory?.start },
    tensors: tensors.map((tensor) => {
      const { name } = tensor;
      const own = decay?.where && !matches(decay.where, tensor) ? undecayedRule : rule;
      return {
        name,
        weights: params[name]!,
        rule: own,
        kernels: kernelsFor(own, params[name]!),
        slots: own.slots.map((slot) => {
          const start = own.slotStarts?.[slot];
          const array = slots[slot]![name]!;
          return start ? array.fill(start) : array;
        }),
      };
    }),
  };
}

export function contextOf({ definition, lr }: Group, step: number): StepContext {
  const { owner, schedule } = definition;
  const baseLearningRate = valueAt(owner, "lr", lr, step, nonNegative);
  const multiplier = valueAt(owner, "schedule", schedule, step, nonNegative);
  return {
    step,
    baseLearningRate,
    multiplier,
    learningRate: multiplier * baseLearningRate,
    updatesInPeriod: updatesInPeriod(schedule, step),
  };
}

/** An update of a group, ready to run: everything that could still be refused has been computed. */
export interface PlannedUpdate {
  /** The scalars of each of the group's rules. */
  readonly scalars: ReadonlyMap<Rule, Readonly<Record<string, number>>>;
  /** The rule's memory after the update. */
  readonly memory: Group["memory"];
  /** Runs the update over the group's parameters. */
  run(gradients: Parameters): void;
}

/** @throws RangeError if a hyper-parameter's function gives a value out of range. */
export function planUpdate(group: Group, step: number): PlannedUpdate {
  const { owner, rule, undecayedRule, hyperparameters } = group.definition;
  const context = contextOf(group, step);
  const values = mapValues(hyperparameters, (value, option) =>
    valueAt(owner, option, value, step, rule.hyperparameters[option]!),
  );
  const scalarsOf = (rule: Rule) => rule.scalars(values, context, group.memory);
  const scalars = new Map([rule, undecayedRule].map((rule) => [rule, scalarsOf(rule)]));
  const memory = rule.memory?.next(values, context, group.memory) ?? group.memory;
  return {
    scalars,
    memory,
    run(gradients) {
      for (const { name, weights, rule, kernels, slots } of group.tensors) {
        const values = rule.scalarNames.map((scalar) => scalars.get(rule)![scalar]!);
        const derived = kernels.derived?.(weights, gradients[name]!, slots, values) ?? [];
        kernels.step(weights, gradients[name]!, slots, [...values, ...derived]);
      }
      group.memory = memory;
    },
  };
}
