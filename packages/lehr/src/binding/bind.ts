import type { Tensor } from "../match.js";
import { loadState } from "../state/loadState.js";
import { stateOf } from "../state/stateOf.js";
import { arenaCopy, arenaLike, type Parameters } from "./arena.js";
import { assignTensors } from "./assign.js";
import type { BindOptions, BoundOptimizer } from "./boundOptimizer.js";
import { checkGradients, checkParameters, checkShapes } from "./checks.js";
import type { GroupDefinition, MatchedDefinition } from "./definition.js";
import { contextOf, type Group, holdGroup, planUpdate } from "./group.js";
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
  const tensors = Object.keys(params).map((name): Tensor => ({ name, shape: shapes[name]! }));
  const assigned = assignTensors(main, matched, tensors);
  const slots = makeSlots(assigned, params);
  const groups = assigned.map(({ definition, tensors }) => holdGroup(definition, tensors, params, slots));
  let gradients: P | undefined;
  const ownGradients = () => {
    gradients ??= arenaLike(params);
    return gradients;
  };
  let updates = 0;
  const bound: BoundOptimizer<P> = {
    params,
    shapes,
    slots: slots as BoundOptimizer<P>["slots"],
    groups: groups.map((group) => ({
      parameters: group.tensors.map(({ name }) => name),
      get learningRate() {
        return contextOf(group, updates).learningRate;
      },
    })),
    get gradients() {
      return ownGradients();
    },
    get updates() {
      return updates;
    },
    get learningRate() {
      return contextOf(groups[0]!, updates).learningRate;
    },
    step(given) {
      const own: Parameters = given === undefined ? ownGradients() : given;
      checkGradients(owner, params, own);
      const planned = groups.map((group) => planUpdate(group, updates));
      for (const update of planned) update.run(own);
      updates++;
    },
    evaluationWeights: () => evaluationWeights(groups, params),
    stateDict: () => stateOf(groups, shapes, updates, (array) => array.slice()),
    loadStateDict(state, options) {
      const here = stateOf(groups, shapes, updates, (array) => array);
      loadState(owner, groups, here, state, options);
      updates = state.updates;
    },
  };
  holdings.set(bound, {
    groups,
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
  const names = new Set(assigned.flatMap(({ definition }) => definition.rule.slots));
  const arenas = [...names].map((slot) => {
    const having = assigned.filter(({ definition }) => definition.rule.slots.includes(slot));
    const held = having.flatMap(({ tensors }) => tensors.map(({ name }) => [name, params[name]!]));
    return [slot, arenaLike(Object.fromEntries(held))];
  });
  return Object.fromEntries(arenas);
}

function evaluationWeights<P extends Parameters>(groups: readonly Group[], params: P): P {
  const weights = arenaCopy(params);
  for (const { tensors } of groups) {
    for (const tensor of tensors) {
      tensor.kernels.evaluation?.(tensor.weights, weights[tensor.name]!, tensor.slots, []);
    }
  }
  return weights;
}
