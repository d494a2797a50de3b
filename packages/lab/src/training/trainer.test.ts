import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { imageClassification } from "../tasks/imageClassification.js";
import { createEvaluation } from "./evaluation.js";
import { decodeSolution, encodeSolution } from "./solution.js";
import { colours } from "./testing/colours.js";
import { historyOf } from "./testing/historyOf.js";
import { createTrainer, type Trainer, type TrainOptions } from "./trainer.js";
import type { Trial } from "./trial.js";

const trial: Trial = {
  series: "adamw",
  optimizer: "adamw",
  decay: "decoupled",
  schedule: "cosine",
  learningRate: 0.01,
  weightDecay: 0.001,
  options: {},
  epochs: 4,
  seed: 1,
};

const task = imageClassification(colours, { model: "shake-shake-8-2x8d", trainSize: null, subsetSeed: 1 });

let trainer: Trainer;
beforeAll(async () => {
  trainer = await createTrainer(task, { batchSize: 16, evaluateEvery: 1 });
});
afterAll(() => trainer.dispose());

test("a Shake-Shake network learns, and a seed gives the same numbers again", async () => {
  const first = await historyOf(trainer, trial);
  expect(first.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  expect(first.at(-1)!.trainLoss).toBeLessThan(0.7 * first[0]!.trainLoss);
  expect(first.at(-1)!.testError).toBeLessThan(34);
  expect(first.at(-1)!.testTop5Error).toBe(null);
  expect(await historyOf(trainer, trial)).toEqual(first);
  expect(await historyOf(trainer, { ...trial, seed: 2 })).not.toEqual(first);
});

test("each epoch tells the learning rate and the decay of its last update", async () => {
  const updates = 16;
  const eta = (step: number) => (1 + Math.cos((Math.PI * step) / updates)) / 2;
  const history = await historyOf(trainer, { ...trial, weightDecay: 0.4, decay: "normalized" });
  expect(history.map(({ learningRate }) => learningRate)).toEqual(
    [3, 7, 11, 15].map((step) => expect.closeTo(0.01 * eta(step), 15)),
  );
  expect(history[1]!.decay).toBeCloseTo((0.4 * eta(7)) / Math.sqrt(updates), 15);
});

test("what diverges ends there", async () => {
  const ended = trainer.train({ ...trial, optimizer: "sgd", decay: "l2", learningRate: 1e30 });
  expect(await ended).toBe("diverged");
});

describe("taken up again, a training ends with the numbers of one go", () => {
  const gathered = { accumulate: 2, clipNorm: 0.5, decayOnlyMatrices: true };
  const kinds: [string, Trial][] = [
    ["AdamW", trial],
    ["SGD with warm restarts", { ...trial, optimizer: "sgdw", schedule: "restarts-1-1.5" }],
    ["SAM", { ...trial, optimizer: "sam", decay: "l2", options: { rho: 0.1 } }],
    ["SWA", { ...trial, optimizer: "swa", decay: "l2", options: { from: 0.25 } }],
    ["SGD of two batches an update, clipped", { ...trial, optimizer: "sgd", decay: "l2", options: gathered }],
    ["SAM of two batches an update", { ...trial, optimizer: "sam", decay: "l2", options: { accumulate: 2 } }],
    ["schedule-free AdamW", { ...trial, optimizer: "schedule-free-adamw", schedule: "fixed" }],
  ];

  test.each(kinds)("%s, from the end of an epoch and from within one", async (_, of) => {
    const states: Uint8Array[] = [];
    let batches = 0;
    const whole = await historyOf(trainer, of, {
      async onEpoch(epoch, _, checkpoint) {
        if (epoch.epoch === 2) states.push(await checkpoint());
      },
      async onBatch(_, checkpoint) {
        if (++batches === 6) states.push(await checkpoint());
      },
    });
    const [within, between] = states;
    expect(await historyOf(trainer, of, { from: between })).toEqual(whole.slice(2));
    expect(await historyOf(trainer, of, { from: within })).toEqual(whole.slice(1));
  });

  test.each(kinds)("%s leaves the solution that was judged last", async (_, of) => {
    let last: Uint8Array | undefined;
    const history = await historyOf(trainer, of, {
      async onEpoch(_, __, checkpoint) {
        last = await checkpoint();
      },
    });
    await historyOf(trainer, { ...trial, epochs: 1 });
    expect(await trainer.train(of, { from: last! })).toBe("finished");
    const solution = await trainer.solution(of, last!);
    const { testLoss, testError } = history.at(-1)!;
    expect(await createEvaluation(task, { threads: 1 }).judge(solution)).toMatchObject({
      loss: testLoss,
      error: testError,
    });
    const kept = Object.fromEntries(Object.entries(solution).map(([name, values]) => [name, values.slice()]));
    expect(decodeSolution(encodeSolution(kept))).toEqual(kept);
    await historyOf(trainer, { ...trial, epochs: 1 });
    expect(await trainer.solution(of, last!)).toEqual(kept);
  });

  test("pausing after an epoch and going on changes nothing", async () => {
    const whole = await historyOf(trainer, trial);
    let state: Uint8Array | undefined;
    const onEpoch: TrainOptions["onEpoch"] = async (_, __, checkpoint) => {
      state = await checkpoint();
    };
    expect(await trainer.train(trial, { untilEpoch: 2, onEpoch })).toBe("paused");
    expect(await historyOf(trainer, trial, { from: state })).toEqual(whole.slice(2));
  });
});

test("what the callbacks throw ends the training", async () => {
  const onBatch = () => {
    throw new Error("enough");
  };
  await expect(trainer.train(trial, { onBatch })).rejects.toThrow("enough");
});
