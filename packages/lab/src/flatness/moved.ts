import type { FloatArray, Weights } from "./lossFunction.js";

/**
 * The weights moved by `step` times a direction. Tensors that the direction does not name are shared with `weights`,
 * the others are new and keep their type.
 *
 * @throws RangeError if the direction names a tensor that `weights` lacks or that has another length there.
 */
export function moved(weights: Weights, step: number, direction: Weights): Weights {
  const result: Record<string, FloatArray> = { ...weights };
  for (const [name, along] of Object.entries(direction)) {
    const from = weights[name];
    if (from?.length !== along.length) {
      throw new RangeError(
        `direction must fit the weights; its "${name}" has ${along.length} numbers, that of the weights ${from?.length ?? "none"}`,
      );
    }
    const to = from.slice();
    for (let i = 0; i < to.length; i++) to[i] = from[i]! + step * along[i]!;
    result[name] = to;
  }
  return result;
}
