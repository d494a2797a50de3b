import type { Model } from "../models/model.js";
import { meanOf, varianceOf } from "./program.js";

/** How much of a batch's statistics enters the running ones; Torch's default. */
const momentum = 0.1;

/** The running means (0 at first) and variances (1 at first) of a model's normalized layers, by name. */
export function initialStatistics(model: Model): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(model.normalized).flatMap(([layer, channels]) => [
      [meanOf(layer), new Float32Array(channels)],
      [varianceOf(layer), new Float32Array(channels).fill(1)],
    ]),
  );
}

/** Moves the running statistics, in place, a tenth of the way towards a batch's. */
export function updateStatistics(
  running: Readonly<Record<string, Float32Array>>,
  batch: Readonly<Record<string, ArrayLike<number>>>,
): void {
  for (const [name, values] of Object.entries(running)) {
    const seen = batch[name]!;
    for (let i = 0; i < values.length; i++) values[i] = (1 - momentum) * values[i]! + momentum * seen[i]!;
  }
}
