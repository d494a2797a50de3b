import { elementCount, type NoiseSpec } from "../models/model.js";
import { randomStream } from "../random/randomStream.js";
import { noiseOf } from "./program.js";

/**
 * The noise of one training step, by input name. It depends on the arguments alone, and each noise has a stream
 * of its own, so that an interrupted run goes on with the same numbers.
 *
 * @param batch the 0-based number of the batch in the epoch.
 */
export function drawNoise(
  noise: Readonly<Record<string, NoiseSpec>>,
  batchSize: number,
  seed: number,
  epoch: number,
  batch: number,
): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(noise).map(([name, { shape, draw }]) => {
      const values = new Float32Array(elementCount(shape(batchSize)));
      draw(values, randomStream(seed, "noise", name, epoch, batch));
      return [noiseOf(name), values];
    }),
  );
}
