import { loadState } from "../state/loadState.js";
import { stateOf } from "../state/stateOf.js";
import { arenaCopy, arenaLike, type Parameters } from "./arena.js";
import { assignTensors } from "./assign.js";
import type { BindOptions, BoundOptimizer } from "./boundOptimizer.js";
import { byName } from "./byName.js";
import { checkGradients, checkParameters, checkShapes } from "./checks.js";
import type { GroupDefinition, MatchedDefinition } from "./definition.js";
import { contextOf, holdGroup, planUpdate } from "./group.js";
import { holdings } from "./holdings.js";

/** Takes hold of parameters, for an optimizer and its groups. */
export function bind<P extends Parameters>(
  main: GroupDefinition,
  matched: readonly MatchedDefinition[],
  params: P,
  options: BindOptions<P> = {},
): BoundOptimizer<P> {
  const { owner } = main;
  checkParameters(owner, params);
  const shapes = checkShapes(owner, params, options.shapes);
  const assigned = assignTensors(main, matched, shapes);
  const slots = makeSlots(assigned, params);
  const groups = assigned.map(({ definition, tensors }) => holdGroup(definition, tensors, params, slots));
  const held = groups.flatMap(({ tensors }) => tensors);
  let gradients: P | undefined;
  let updates = 0;
  /** Whether an engine has asked for the first update. */
  let begun = false;
  const startSlots = () => {
    if (updates > 0) return;
    for (const { kernels, weights, slots } of held) kernels.start?.(weights, slots);
  };
  const bound: BoundOptimizer<P> = {
    params,
    shapes,
    get slots() {
      // The engine may be writing them.
      if (!begun) startSlots();
      return slots as BoundOptimizer<P>["slots"];
    },
    groups: groups.map((group) => ({
      parameters: group.tensors.map(({ name }) => name),
      get learningRate() {
        return contextOf(group, updates).learningRate;
      },
    })),
    get gradients() {
      gradients ??= arenaLike(params);
      return gradients;
    },
    get updates() {
      return updates;
    },
    get learningRate() {
      return contextOf(groups[0]!, updates).learningRate;
    },
    step(given: Parameters = bound.gradients) {
      checkGradients(owner, params, given);
      const planned = groups.map((group) => planUpdate(group, updates));
      startSlots();
      for (const update of planned) update.run(given);
      updates++;
    },
    evaluationWeights() {
      startSlots();
      const copy = arenaCopy(params);
      for (const { name, kernels, weights, slots } of held) {
        kernels.evaluation?.(weights, copy[name]!, slots, []);
      }
      return copy;
    },
    stateDict() {
      startSlots();
      return stateOf(groups, shapes, updates, (array) => array.slice());
    },
    loadStateDict(state, options) {
      const here = stateOf(groups, shapes, updates, (array) => array);
      loadState(owner, groups, here, state, options);
      updates = state.updates;
    },
  };
  holdings.set(bound, {
    groups,
    begin() {
      startSlots();
      begun = true;
    },
    count() {
      updates++;
    },
  });
  return bound;
}

/** The slots of all parameters, each an arena over the parameters whose rule has it. */
function makeSlots(
  assigned: ReturnType<typeof assignTensors>,
  params: Parameters,
): Record<string, Parameters> {
  const all = new Set(assigned.flatMap(({ definition }) => definition.rule.slots));
  return byName([...all], (_, slot) => {
    const having = assigned.filter(({ definition }) => definition.rule.slots.includes(slot));
    const names = having.flatMap(({ tensors }) => tensors.map(({ name }) => name));
    return arenaLike(byName(names, (_, name) => params[name]!));
  });
}
