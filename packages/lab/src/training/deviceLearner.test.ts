import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { haveAdapter, SLOW } from "../../../engine/src/webgpu/testing/adapter.js";
import { imageClassification } from "../tasks/imageClassification.js";
import { colours } from "./testing/colours.js";
import { historyOf } from "./testing/historyOf.js";
import { createTrainer, type Trainer } from "./trainer.js";
import type { Trial } from "./trial.js";

const trial: Trial = {
  series: "adamw",
  optimizer: "adamw",
  decay: "decoupled",
  schedule: "cosine",
  learningRate: 0.01,
  weightDecay: 0.001,
  options: {},
  epochs: 2,
  seed: 1,
};

describe.skipIf(!haveAdapter)("training on a graphics adapter", { timeout: SLOW }, () => {
  let host: Trainer;
  let device: Trainer;
  beforeAll(async () => {
    const task = imageClassification(colours, { model: "cnn", trainSize: null, subsetSeed: 1 });
    const batches = { batchSize: 16, evaluateEvery: 1 };
    host = await createTrainer(task, batches);
    device = await createTrainer(task, batches, { device: "webgpu" });
  });
  afterAll(() => {
    host.dispose();
    device.dispose();
  });

  test("goes the way it goes on the processor, to rounding, and goes on from a state", async () => {
    const expected = await historyOf(host, trial);
    let state: Uint8Array | undefined;
    const actual = await historyOf(device, trial, {
      async onEpoch({ epoch }, _, checkpoint) {
        if (epoch === 1) state = await checkpoint();
      },
    });
    for (const [i, { trainLoss, testLoss, learningRate }] of expected.entries()) {
      expect(actual[i]!.learningRate).toBe(learningRate);
      expect(Math.abs(actual[i]!.trainLoss / trainLoss - 1)).toBeLessThan(1e-3);
      expect(Math.abs(actual[i]!.testLoss! / testLoss! - 1)).toBeLessThan(1e-2);
    }
    expect(await historyOf(device, trial, { from: state })).toEqual(actual.slice(1));
    // Another optimizer on what is compiled.
    const sgd = { ...trial, optimizer: "sgdw", options: { momentum: 0.9 } };
    const [ours, theirs] = [await historyOf(device, sgd), await historyOf(host, sgd)];
    expect(Math.abs(ours[1]!.trainLoss / theirs[1]!.trainLoss - 1)).toBeLessThan(1e-3);
  });

  test.each([
    { optimizer: "asam", decay: "l2", options: { rho: 0.5, eta: 0.01 } },
    { optimizer: "swa", decay: "l2", options: { from: 0 } },
    { optimizer: "schedule-free-adamw", decay: "lrScaled", options: {} },
  ] as const)("$optimizer too, and from a state", async (chosen) => {
    const own: Trial = { ...trial, ...chosen };
    const expected = await historyOf(host, own);
    let state: Uint8Array | undefined;
    const actual = await historyOf(device, own, {
      async onEpoch({ epoch }, _, checkpoint) {
        if (epoch === 1) state = await checkpoint();
      },
    });
    for (const [i, { trainLoss, testLoss }] of expected.entries()) {
      expect(Math.abs(actual[i]!.trainLoss / trainLoss - 1)).toBeLessThan(1e-3);
      expect(Math.abs(actual[i]!.testLoss! / testLoss! - 1)).toBeLessThan(1e-2);
    }
    expect(await historyOf(device, own, { from: state })).toEqual(actual.slice(1));
    // A training goes on on the processor as well, with the mean it had.
    const [onHost] = await historyOf(host, own, { from: state });
    expect(Math.abs(onHost!.testLoss! / expected[1]!.testLoss! - 1)).toBeLessThan(1e-2);
  });
});
