import { type Hyperparameter, valueAt } from "../hyperparameter.js";
import { matches, type Tensor } from "../match.js";
import type { Rule, StepContext } from "../rules/rule.js";
import { updatesInPeriod } from "../schedules/schedule.js";
import { checkRange, nonNegative } from "../validation.js";
import type { FloatArray, Parameters } from "./arena.js";
import { byName } from "./byName.js";
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
        slots: own.slots.map((slot) => started(slots[slot]![name]!, own.slotStarts?.[slot], params[name]!)),
      };
    }),
  };
}

/** A slot at its starting value. */
function started(slot: FloatArray, start: number | "weights" | undefined, weights: FloatArray): FloatArray {
  if (start === "weights") slot.set(weights);
  else if (start) slot.fill(start);
  return slot;
}

export function contextOf({ definition, lr }: Group, step: number): StepContext {
  const { owner, schedule } = definition;
  const baseLearningRate = valueAt(owner, "lr", lr, step, nonNegative);
  const multiplier = checkRange(owner, `schedule (of update ${step})`, schedule(step), nonNegative);
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
  const values = byName(Object.keys(hyperparameters), (_, option) =>
    valueAt(owner, option, hyperparameters[option]!, step, rule.hyperparameters[option]!),
  );
  const scalarsOf = (rule: Rule) => rule.scalars(values, context, group.memory);
  const scalars = new Map([rule, undecayedRule].map((rule) => [rule, scalarsOf(rule)]));
  const memory = rule.memory?.next(values, context, group.memory) ?? group.memory;
  return {
    scalars,
    memory,
    run(gradients) {
      for (const tensor of group.tensors)
        stepTensor(tensor, gradients[tensor.name]!, scalars.get(tensor.rule)!);
      group.memory = memory;
    },
  };
}

function stepTensor(
  { weights, rule, kernels, slots }: HeldTensor,
  gradient: FloatArray,
  scalars: Readonly<Record<string, number>>,
): void {
  const values = rule.scalarNames.map((name) => scalars[name]!);
  const { sums } = rule;
  if (sums && kernels.sums) {
    const totals = kernels.sums(weights, gradient, slots, values);
    const derived = sums.scalars(
      byName(sums.names, (i) => totals[i]!),
      scalars,
    );
    values.push(...sums.scalarNames.map((name) => derived[name]!));
  }
  kernels.step(weights, gradient, slots, values);
}
