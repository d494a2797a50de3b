import { checkMatchesSome, matches, type Tensor, tensorsOf } from "../match.js";
import { show } from "../validation.js";
import { checkWhere } from "./checks.js";
import type { GroupDefinition, MatchedDefinition } from "./definition.js";

/**
 * Gives every parameter to the one group that matches it, or else to the optimizer itself, the first of the
 * answer.
 *
 * @throws RangeError if two groups match a parameter, or a group or a decay's `where` matches none; a `where` that is
 *   a function may, if `bind` was given shapes.
 */
export function assignTensors(
  main: GroupDefinition,
  groups: readonly MatchedDefinition[],
  shapes: Readonly<Record<string, readonly number[]>>,
): { definition: GroupDefinition; tensors: Tensor[] }[] {
  const tensors = tensorsOf(shapes);
  const assigned = [main, ...groups.map(({ definition }) => definition)].map((definition) => ({
    definition,
    tensors: [] as Tensor[],
  }));
  for (const tensor of tensors) {
    const matching = groups.flatMap(({ match }, i) => (matches(match, tensor) ? [i] : []));
    if (matching.length > 1) {
      throw new RangeError(
        `${main.owner}: parameter ${show(tensor.name)} matches groups ${matching.join(" and ")}, must be in one`,
      );
    }
    assigned[(matching[0] ?? -1) + 1]!.tensors.push(tensor);
  }
  for (const { match, definition } of groups) checkMatchesSome(definition.owner, "match", match, shapes);
  for (const { definition } of assigned) {
    const where = definition.decay?.where;
    if (where) checkWhere(definition.owner, "weightDecay.where", where, shapes);
  }
  return assigned;
}
