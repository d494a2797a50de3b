import { uniform } from "../../../../engine/src/parity.test.helper.js";
import { modelNamed } from "../../models/index.js";
import { elementCount } from "../../models/model.js";
import { imageProblem } from "../../tasks/imageProblem.js";
import { noiseOf } from "../program.js";

/** What is trained, on what. */
export interface SeededTraining {
  readonly model: string;
  readonly batch: number;
  /** How many batches there are; they come again and again. */
  readonly batches: number;
  readonly image: readonly [number, number, number];
  readonly classes: number;
}

/** A training whose weights, batches and noise are those of bench/peers/reference.py. */
export function seededTraining({ model: name, batch, batches, image, classes }: SeededTraining) {
  const [height, width, channels] = image;
  const task = { height, width, channels, classes };
  const model = modelNamed(name, task);
  const parameters = Object.fromEntries(
    Object.entries(model.parameters).map(([key, { shape }], i) => [key, initial(key, shape, 100 + i)]),
  );
  const images = Array.from({ length: batches }, (_, i) => uniform(batch * channels * height * width, 1 + i));
  const labels = Int32Array.from({ length: batch }, (_, i) => i % classes);
  return {
    problem: imageProblem(model, task),
    parameters,
    /** What a step is fed. */
    feeds(step: number): Record<string, Float32Array | Int32Array> {
      const noise = Object.keys(model.noise).map((key, i) => [
        noiseOf(key),
        uniform(batch, 1000 + 50 * step + i).map((value) => (value + 1) / 2),
      ]);
      return { images: images[step % batches]!, labels, ...Object.fromEntries(noise) };
    },
  };
}

function initial(name: string, shape: readonly number[], seed: number): Float32Array {
  const size = elementCount(shape);
  if (shape.length === 1) return new Float32Array(size).fill(name.endsWith("/gamma") ? 1 : 0);
  const bound = Math.sqrt(6 / elementCount(shape.slice(0, -1)));
  return uniform(size, seed).map((value) => value * bound);
}
