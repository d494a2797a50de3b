import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTrainer } from "../training/trainer.js";
import type { Task, Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { checkUnchanged, describeTask, loadTask } from "./index.js";

const example = fileURLToPath(new URL("../../examples/two-moons.ts", import.meta.url));
const taskOf = (path: string, changes: Partial<Task> = {}): Task => ({
  dataset: `module:${path}`,
  model: "own",
  trainSize: null,
  subsetSeed: 1,
  batchSize: 64,
  evaluateEvery: 1,
  ...changes,
});

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-task-"));
  file = join(directory, "task.ts");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A task of six examples, with something changed, as the text of its module. */
const module = (changes = "") => `
import { linear, zeros } from "@lehr/lab";
import * as tf from "@tensorflow/tfjs-core";
const arrays = (size: number) => ({
  x: { shape: [2], values: Float32Array.from({ length: 2 * size }, (_, i) => i) },
  y: { shape: [], values: Float32Array.from({ length: size }, (_, i) => i % 2) },
});
const examples = (size: number, more = {}) => ({ size, arrays: { ...arrays(size), ...more } });
export default {
  name: "numbers",
  data: async () => ({ train: examples(6), test: examples(5) }),
  parameters: { kernel: linear(2, 1), bias: zeros(1) },
  forward: (p, { x }) => tf.reshape(tf.add(tf.matMul(x, p.kernel), p.bias), [-1]),
  losses: (output, { y }) => tf.squaredDifference(output, y),
  ${changes}
};`;

async function load(text: string, changes: Partial<Task> = {}) {
  await writeFile(file, text);
  return loadTask(taskOf(file, changes));
}

describe("the example of two moons", () => {
  it("trains, and a seed gives the same numbers again, also taken up within an epoch", async () => {
    const which = taskOf(example, { trainSize: 300 });
    const task = await loadTask(which);
    expect(describeTask(which, task)).toEqual({
      ...which,
      name: "two moons",
      classes: 2,
      parameters: 194,
      trainSize: 300,
      testSize: 500,
      source: expect.stringMatching(/^[0-9a-f]{64}$/),
      data: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const trainer = await createTrainer(task, which);
    const trial: Trial = {
      series: "adamw",
      optimizer: "adamw",
      decay: "decoupled",
      schedule: "cosine",
      learningRate: 0.1,
      weightDecay: 0.001,
      options: {},
      epochs: 20,
      seed: 1,
    };
    const states: Uint8Array[] = [];
    const errors = async (of: Trial, from?: Uint8Array) => {
      const found: (number | null)[] = [];
      let batches = 0;
      await trainer.train(of, {
        from,
        onEpoch: ({ testError }) => void found.push(testError),
        async onBatch(_, checkpoint) {
          if (++batches === 8) states.push(await checkpoint());
        },
      });
      return found;
    };
    const first = await errors(trial);
    expect(first.at(-1)).toBeLessThan(5);
    expect(first.at(-1)).toBeLessThan(first[0]!);
    expect(await errors(trial)).toEqual(first);
    expect(await errors(trial, states[0])).toEqual(first.slice(1));
    expect(await errors({ ...trial, seed: 2 })).not.toEqual(first);
    trainer.dispose();
  });
});

describe("batches of a user's task", () => {
  it("are shuffled by seed and epoch for training, in order otherwise, the last one smaller", async () => {
    const task = await load(module());
    const epoch = (seed: number, epoch: number, from = 0) =>
      Array.from(task.trainingBatches({ seed, epoch, batchSize: 4, from }), ({ size, feeds }) => [
        size,
        ...Object.values(feeds).map((values) => Array.from(values)),
      ]);
    const first = epoch(1, 1);
    expect(first.map(([size]) => size)).toEqual([4, 2]);
    expect(epoch(1, 1)).toEqual(first);
    expect(epoch(1, 1, 1)).toEqual(first.slice(1));
    expect(epoch(1, 2)).not.toEqual(first);
    expect(epoch(2, 1)).not.toEqual(first);
    expect(() => epoch(1, 1, 3)).toThrow(
      new RangeError("from must be an integer from 0 to 2, the number of batches; got 3"),
    );
    const seen = first.flatMap(([, x]) => x as number[]).sort((a, b) => a - b);
    expect(seen).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect([...task.batches("test", 3)]).toEqual([
      { size: 3, feeds: { x: Float32Array.of(0, 1, 2, 3, 4, 5), y: Float32Array.of(0, 1, 0) } },
      { size: 2, feeds: { x: Float32Array.of(6, 7, 8, 9), y: Float32Array.of(1, 0) } },
    ]);
  });

  it("come of a part of the examples, drawn by a seed", async () => {
    const chosen = async (subsetSeed: number) => {
      const task = await load(module(), { trainSize: 3, subsetSeed });
      expect(task.trainSize).toBe(3);
      return [...task.batches("train", 3)][0]!.feeds.x;
    };
    expect(await chosen(1)).toEqual(await chosen(1));
    expect(await chosen(1)).not.toEqual(await chosen(2));
    await expect(load(module(), { trainSize: 7 })).rejects.toThrow("--train-size must be at most 6, got 7");
  });

  it("are varied in training alone, the same way from the middle of an epoch", async () => {
    const task = await load(
      module("augment: ({ x }, random) => { x[0] = 100 + (random.nextUint32() % 1000); },"),
    );
    const firsts = (from: number) =>
      Array.from(task.trainingBatches({ seed: 1, epoch: 1, batchSize: 2, from }), ({ feeds }) => feeds.x![0]);
    const whole = firsts(0);
    expect(whole.every((x) => x! >= 100)).toBe(true);
    expect(firsts(2)).toEqual(whole.slice(2));
    expect([...task.batches("train", 6)][0]!.feeds.x![0]).toBe(0);
  });
});

describe("what is no task", () => {
  it.each([
    ["export const task = 1;", "a task must be exported: export default defineTask({ ... }); got nothing"],
    [module("losses: undefined,"), "losses must be a function, got nothing"],
    [module("error: () => 1,"), 'a task has no "error"; it has name, classes, data, parameters'],
    [module("parameters: {},"), "parameters must hold at least one, got none"],
    [
      module("parameters: { kernel: { shape: [2, 0] } },"),
      'shape of parameter "kernel" must be a list of positive integers, got [2,0]',
    ],
    [
      module("normalized: { norm: 2 },"),
      'normalized layer "norm" needs a parameter "norm/gamma" of shape [2], got nothing',
    ],
    [
      module("data: async () => ({ train: examples(6) }),"),
      "size of the test examples must be a whole number >= 1, got nothing",
    ],
    [module('data: async () => { throw new Error("no such disk"); },'), "data failed: no such disk"],
    [
      module(
        "data: async () => ({ train: examples(6, { x: { shape: [2], values: new Float32Array(11) } }), test: examples(5) }),",
      ),
      'train array "x" must hold 6 examples of shape [2], 12 values; got 11',
    ],
    [
      module(
        "data: async () => ({ train: examples(6), test: examples(5, { x: { shape: [2], values: new Float32Array(10).fill(NaN, 7) } }) }),",
      ),
      'test array "x" must hold finite numbers, got NaN in example 3',
    ],
    [
      module(
        "data: async () => ({ train: examples(6), test: examples(5, { y: { shape: [], values: new Int32Array(5) } }) }),",
      ),
      'train and test must hold the same kind of "y", got [] in a Float32Array and [] in an Int32Array',
    ],
    [
      module("losses: (output, { y }) => tf.mean(tf.squaredDifference(output, y)),"),
      "losses must return a number for each example, [3] of a batch; got []",
    ],
    [module("errors: (output) => output.expandDims(1),"), "its functions fail: "],
    [
      module("errors: (output) => tf.expandDims(output, 1),"),
      "errors must return a number for each example, [3] of a batch; got [3, 1]",
    ],
    [
      module("losses: (output) => tf.log(tf.neg(tf.square(output))),"),
      "the loss of the first examples, in training, must be finite, got NaN",
    ],
    [
      module("parameters: { x: linear(2, 1) }, forward: ({ x }) => x,"),
      'the name "x" is taken already; choose another one',
    ],
  ])("%#", async (text, message) => {
    await expect(load(text)).rejects.toThrow(UsageError);
    await expect(load(text)).rejects.toThrow(`${file}: ${message}`);
    expect(await readdir(directory)).toEqual(["task.ts"]);
  });

  it("a module that cannot be read, or imported", async () => {
    await expect(load("export default {")).rejects.toThrow(
      "task.ts, line 1: Expected identifier but found end of file",
    );
    await expect(load('import "./nowhere.js"; export default 1;')).rejects.toThrow(
      'Could not resolve "./nowhere.js"',
    );
    await expect(load('import "no-such-package"; export default 1;')).rejects.toThrow(
      `${file} cannot be imported: Cannot find package 'no-such-package'`,
    );
    await expect(load('throw new Error("not today");')).rejects.toThrow(
      `${file} cannot be imported: not today`,
    );
    await expect(loadTask(taskOf(join(directory, "none.ts")))).rejects.toThrow("there is no module");
    expect(await readdir(directory)).toEqual(["task.ts"]);
  });
});

describe("a module's identity", () => {
  it("is its code, that of the files it imports included", async () => {
    const helper = join(directory, "helper.ts");
    await writeFile(helper, 'export const name: string = "first";');
    const text = `import { name } from "./helper.js";${module("name,")}`;
    const loaded = await load(text);
    expect(loaded.name).toBe("first");
    const known = describeTask(taskOf(file), loaded);
    await checkUnchanged(known);
    await writeFile(file, `// A remark changes nothing.\n${text}`);
    await checkUnchanged(known);
    await writeFile(helper, 'export const name: string = "second";');
    await expect(checkUnchanged(known)).rejects.toThrow(
      `${file} has changed since the study began, and its trials would mix two tasks`,
    );
  });

  it("its data are told apart from it", async () => {
    file = join(directory, "task.mjs");
    await writeFile(join(directory, "size.txt"), "6");
    const text = `import { readFileSync } from "node:fs";
      const size = Number(readFileSync(new URL("./size.txt", import.meta.url), "utf8"));
      ${module("data: async () => ({ train: examples(size), test: examples(5) }),").replaceAll(": number", "")}`;
    const known = describeTask(taskOf(file), await load(text));
    await loadTask(taskOf(file), { known });
    await writeFile(join(directory, "size.txt"), "7");
    await checkUnchanged(known);
    await expect(loadTask(taskOf(file), { known })).rejects.toThrow("would mix two datasets");
  });

  it("JavaScript goes the same way, and finds files beside it", async () => {
    file = join(directory, "task.mjs");
    await writeFile(join(directory, "name.txt"), "from a file");
    const text = module('name: readFileSync(new URL("./name.txt", import.meta.url), "utf8"),').replaceAll(
      ": number",
      "",
    );
    const task = await load(`import { readFileSync } from "node:fs";${text}`);
    expect(task.name).toBe("from a file");
  });
});
