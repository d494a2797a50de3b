import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { initializeParameters } from "../models/initializers.js";
import { normal } from "../random/normal.js";
import { randomStream } from "../random/randomStream.js";
import { imageClassification } from "../tasks/imageClassification.js";
import type { LearningTask } from "../tasks/learningTask.js";
import { createEvaluation } from "../training/evaluation.js";
import { initialStatistics } from "../training/statistics.js";
import { colours } from "../training/testing/colours.js";
import { lossOfTask, testErrorOf } from "./lossOfTask.js";
import { measureFlatness } from "./measureFlatness.js";
import { moved } from "./moved.js";
import { taskExamples } from "./taskExamples.js";
import { dot, mapVector, norm } from "./vector.js";

const task = imageClassification(colours, { model: "shake-shake-8-2x8d", trainSize: null, subsetSeed: 1 });

/** A network whose running statistics are not those it begins with. */
function solutionOf({ problem }: LearningTask): Record<string, Float32Array> {
  const random = randomStream(5);
  const statistics = Object.entries(initialStatistics(problem)).map(([name, values]) => [
    name,
    values.map((value) => value + 0.1 * Math.abs(normal(random))),
  ]);
  return {
    ...(initializeParameters(problem.parameters, 1) as Record<string, Float32Array>),
    ...Object.fromEntries(statistics),
  };
}

const solution = solutionOf(task);

describe("the examples", () => {
  test("are as many of each class, the same every time, and as they are", () => {
    const batches = taskExamples(task, "train", 20, 8);
    expect(batches.map(({ size }) => size)).toEqual([8, 8, 4]);
    const labels = batches.flatMap(({ feeds }) => Array.from(feeds.labels!));
    expect([0, 1, 2].map((label) => labels.filter((one) => one === label).length)).toEqual([7, 7, 6]);
    expect(taskExamples(task, "train", 20, 8)).toEqual(batches);
    const [whole] = task.batches("train", task.trainSize);
    const [all] = taskExamples(task, "train", 1000, 1000);
    expect(all).toEqual(whole);
  });

  test("of a task without classes are the first ones", () => {
    const [few] = taskExamples({ ...task, classes: 0 }, "test", 4, 10);
    const [first] = task.batches("test", 4);
    expect(few).toEqual(first);
  });
});

describe("the loss of a task", () => {
  let f: Awaited<ReturnType<typeof lossOfTask>>;
  beforeAll(async () => {
    f = await lossOfTask(task, { batchSize: 25 });
  });
  afterAll(() => f.dispose());

  test("is that of evaluation, whatever the batches, and the error is too", async () => {
    const onTrain = {
      ...task,
      testSize: task.trainSize,
      batches: (_: unknown, size: number) => task.batches("train", size),
    };
    const judged = await createEvaluation(onTrain, { threads: 1 }).judge(solution);
    expect(await f.loss(solution)).toBeCloseTo(judged.loss, 5);
    expect((await f.gradient(solution)).loss).toBeCloseTo(judged.loss, 5);
    const error = await testErrorOf(task, { batchSize: 7 });
    const { error: expected } = await createEvaluation(task, { threads: 1 }).judge(solution);
    expect(await error.loss(solution)).toBeCloseTo(expected, 9);
    error.dispose();
  });

  test("has the gradient that its own differences show, for parameters alone", async () => {
    const { gradient } = await f.gradient(solution);
    expect(Object.keys(gradient).sort()).toEqual(Object.keys(task.problem.parameters).sort());
    const direction = mapVector(gradient, (g) => g / norm(gradient));
    const step = 1e-3;
    const [ahead, behind] = [
      await f.loss(moved(solution, step, direction)),
      await f.loss(moved(solution, -step, direction)),
    ];
    expect((ahead - behind) / (2 * step) / dot(gradient, direction)).toBeCloseTo(1, 1);
  });
});

describe("measures", () => {
  const small = imageClassification(colours, { model: "cnn", trainSize: null, subsetSeed: 1 });
  const found = solutionOf(small);

  test("are the same when taken twice, and plain JSON", async () => {
    const first = await measureFlatness(small, found);
    expect(await measureFlatness(small, found)).toEqual(first);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(first.landscape.losses[10]![10]).toBe(first.trainLoss);
    expect(first.adaptiveSharpness).toBeGreaterThan(0);
    expect(first.weightNorm).toBeGreaterThan(0);
  });

  test("end when they are told to", async () => {
    const reason = new Error("enough");
    await expect(measureFlatness(small, found, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
