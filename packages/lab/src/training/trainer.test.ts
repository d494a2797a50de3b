import { afterAll, beforeAll, expect, test } from "vitest";
import type { Dataset, Split } from "../data/dataset.js";
import { integerBelow } from "../random/integerBelow.js";
import { randomStream } from "../random/randomStream.js";
import { createTrainer, type Trainer } from "./trainer.js";
import type { Trial } from "./trial.js";

const shape = [3, 8, 8] as const;

/** Noisy images of which class 0 is red, class 1 green, class 2 blue. */
function colours(size: number, seed: number): Split {
  const random = randomStream(seed, "colours");
  const labels = Uint8Array.from({ length: size }, (_, i) => i % 3);
  const images = Uint8Array.from({ length: size * 192 }, (_, i) => {
    const channel = Math.floor(i / 64) % 3;
    return integerBelow(random, 156) + (labels[Math.floor(i / 192)] === channel ? 100 : 0);
  });
  return { size, shape, images, labels };
}

const dataset: Dataset = {
  name: "colours",
  classes: ["red", "green", "blue"],
  shape,
  train: colours(60, 1),
  test: colours(30, 2),
};

const trial: Trial = {
  optimizer: "adamw",
  schedule: "cosine",
  learningRate: 0.01,
  weightDecay: 0.001,
  seed: 1,
};

let trainer: Trainer;
beforeAll(async () => {
  const task = { model: "shake-shake-8-2x8d", trainSize: 60, subsetSeed: 1, epochs: 4, batchSize: 16 };
  trainer = await createTrainer(dataset, task, 1);
});
afterAll(() => trainer.dispose());

test("a Shake-Shake network learns, and a seed gives the same numbers again", async () => {
  const { seconds: _, ...first } = await trainer.train(trial);
  expect(first.diverged).toBe(false);
  expect(first.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  expect(first.epochs.at(-1)!.trainLoss).toBeLessThan(0.7 * first.epochs[0]!.trainLoss);
  expect(first.testError!).toBeLessThan(34);
  const { seconds: __, ...second } = await trainer.train(trial);
  expect(second).toEqual(first);
  const other = await trainer.train({ ...trial, seed: 2 });
  expect(other.epochs).not.toEqual(first.epochs);
});
