import { readFileSync } from "node:fs";
import { adamw } from "lehr";
import { expect, test } from "vitest";
import { uniform } from "../../../engine/src/parity.test.helper.js";
import { modelNamed } from "../models/index.js";
import { elementCount } from "../models/model.js";
import { imageProblem } from "../tasks/imageProblem.js";
import { gradientOf, noiseOf } from "./program.js";
import { compileTraining } from "./trainingProgram.js";

/** A training of PyTorch's, recorded by bench/peers/reference.mjs. */
interface Curve {
  readonly model: string;
  readonly batch: number;
  readonly batches: number;
  readonly image: readonly [number, number, number];
  readonly classes: number;
  readonly optimizer: { readonly lr: number; readonly weight_decay: number };
  readonly torch: string;
  readonly losses: readonly number[];
}

const data = new URL("testdata/pytorch.json", import.meta.url);
const curves = JSON.parse(readFileSync(data, "utf8")) as Curve[];

/** Starting values as reference.py draws them. */
function initial(name: string, shape: readonly number[], seed: number): Float32Array {
  const size = elementCount(shape);
  if (shape.length === 1) return new Float32Array(size).fill(name.endsWith("/gamma") ? 1 : 0);
  const bound = Math.sqrt(6 / elementCount(shape.slice(0, -1)));
  return uniform(size, seed).map((value) => value * bound);
}

/** The losses of our own training on the same weights, batches and noise. */
async function train({ model: name, batch, batches, image, classes, optimizer, losses }: Curve) {
  const [height, width, channels] = image;
  const task = { height, width, channels, classes };
  const model = modelNamed(name, task);
  const program = await compileTraining(imageProblem(model, task), batch);
  const parameters = Object.fromEntries(
    Object.entries(model.parameters).map(([key, { shape }], i) => [key, initial(key, shape, 100 + i)]),
  );
  const bound = adamw({ lr: optimizer.lr, weightDecay: optimizer.weight_decay }).bind(parameters);
  const outputs = Object.fromEntries(
    Object.entries(bound.gradients).map(([key, gradient]) => [gradientOf(key), gradient]),
  );
  const images = Array.from({ length: batches }, (_, i) => uniform(batch * channels * height * width, 1 + i));
  const labels = Int32Array.from({ length: batch }, (_, i) => i % classes);
  const ours: number[] = [];
  for (let step = 0; step < losses.length; step++) {
    const noise = Object.keys(model.noise).map((key, i) => [
      noiseOf(key),
      uniform(batch, 1000 + 50 * step + i).map((value) => (value + 1) / 2),
    ]);
    const feeds = { images: images[step % batches]!, labels, ...Object.fromEntries(noise), ...bound.params };
    const { loss } = await program(feeds, { outputs });
    bound.step();
    ours.push(loss![0]!);
  }
  program.dispose();
  return ours;
}

test.each(curves)(
  "$model trains as in PyTorch $torch, loss by loss",
  async (curve) => {
    const ours = await train(curve);
    const furthest = Math.max(...ours.map((loss, i) => Math.abs(loss - curve.losses[i]!) / curve.losses[i]!));
    expect(curve.losses.at(-1)!).toBeLessThan(curve.losses[0]!);
    expect(furthest).toBeLessThan(1e-3);
  },
  60_000,
);
