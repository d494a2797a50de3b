import type { Problem } from "../tasks/problem.js";
import { meanOf, varianceOf } from "./program.js";

/** How much of a batch's statistics enters the running ones; Torch's default. */
export const momentum = 0.1;

/** The running means (0 at first) and variances (1 at first) of the normalized layers, by name. */
export function initialStatistics({ normalized }: Pick<Problem, "normalized">): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(normalized).flatMap(([layer, channels]) => [
      [meanOf(layer), new Float32Array(channels)],
      [varianceOf(layer), new Float32Array(channels).fill(1)],
    ]),
  );
}

/**
 * Moves statistics, in place, towards a batch's.
 *
 * @param share how far: a tenth for the running ones of a training; 1 / n at the n-th batch for a mean of all.
 */
export function updateStatistics(
  running: Readonly<Record<string, Float32Array>>,
  batch: Readonly<Record<string, ArrayLike<number>>>,
  share: number = momentum,
): void {
  for (const [name, values] of Object.entries(running)) {
    const seen = batch[name]!;
    for (let i = 0; i < values.length; i++) values[i] = (1 - share) * values[i]! + share * seen[i]!;
  }
}
