import type * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { onTensorFlow } from "../../../engine/src/parity.test.helper.js";
import { noiseOf } from "../training/program.js";
import { modelNamed } from "./index.js";
import { initializeParameters } from "./initializers.js";
import type { Normalize } from "./model.js";
import { tinyStep, tinyTask } from "./testing/tinyStep.js";

type Feeds = ReturnType<typeof tinyStep>["feeds"];

/** Loss, gradients and statistics of a training step of the model, with its noise changed. */
function train(name: string, change: (feeds: Feeds) => Partial<Feeds> = () => ({})) {
  const { step, spec, feeds } = tinyStep(name, 2);
  return onTensorFlow(step, spec, { ...feeds, ...change(feeds) });
}

const noiseIn = (feeds: Feeds) => Object.entries(feeds).filter(([name]) => name.startsWith(noiseOf("")));

test("even is shake with shares of a half, forward and backward", async () => {
  const halves = (feeds: Feeds) =>
    Object.fromEntries(noiseIn(feeds).map(([name, values]) => [name, values.slice().fill(0.5)]));
  const even = await train("shake-shake-8-2x8d-even-even-image");
  expect(await train("shake-shake-8-2x8d", halves)).toEqual(even);
  expect(await train("shake-shake-8-2x8d-shake-keep-batch", halves)).toEqual(even);
  expect(await train("shake-shake-8-2x8d")).not.toEqual(even);
});

test("keep is shake with the forward shares backward", async () => {
  const kept = (feeds: Feeds) =>
    Object.fromEntries(
      noiseIn(feeds).map(([name]) => [name, feeds[name.replace("/backward", "/forward") as keyof Feeds]]),
    );
  expect(await train("shake-shake-8-2x8d", kept)).toEqual(await train("shake-shake-8-2x8d-shake-keep-image"));
});

test("only the gradients depend on the backward shares", async () => {
  const shaken = await train("shake-shake-8-2x8d");
  const even = await train("shake-shake-8-2x8d-shake-even-image");
  expect(even.loss).toEqual(shaken.loss);
  expect(even["grad/output/kernel"]).toEqual(shaken["grad/output/kernel"]);
  expect(even["grad/stem/kernel"]).not.toEqual(shaken["grad/stem/kernel"]);
});

test.each([
  ["shake-shake-image", ["forward", "backward"], [5, 1, 1, 1]],
  ["shake-shake-batch", ["forward", "backward"], [1, 1, 1, 1]],
  ["shake-even-image", ["forward"], [5, 1, 1, 1]],
  ["shake-keep-image", ["forward"], [5, 1, 1, 1]],
  ["even-shake-batch", ["backward"], [1, 1, 1, 1]],
  ["even-keep-image", [], []],
])("%s draws, for every block, the shares it needs", (modes, kinds, shape) => {
  const { noise } = modelNamed(`shake-shake-14-2x8d-${modes}`, tinyTask);
  const blocks = [1, 2, 3].flatMap((stage) => [1, 2].map((block) => `stage${stage}/block${block}`));
  expect(Object.keys(noise).sort()).toEqual(
    blocks.flatMap((block) => kinds.map((kind) => `${block}/${kind}`)).sort(),
  );
  for (const one of Object.values(noise)) expect(one.shape(5)).toEqual(shape);
});

test("evaluation mixes evenly, whatever the modes, and gives the same every time", async () => {
  const asItIs: Normalize = (_, x) => x;
  const logits = (name: string) => {
    const { model, spec, feeds } = tinyStep(name);
    const evaluate = ({ images, ...parameters }: Record<string, tf.Tensor>) => ({
      logits: model.forward(parameters, images as tf.Tensor4D, asItIs),
    });
    return onTensorFlow(evaluate, spec, feeds);
  };
  const first = await logits("shake-shake-8-2x8d");
  expect(first.logits!.every(Number.isFinite)).toBe(true);
  expect(await logits("shake-shake-8-2x8d")).toEqual(first);
  expect(await logits("shake-shake-8-2x8d-even-even-batch")).toEqual(first);
});

test("parameters start as the authors' do", () => {
  const { parameters } = modelNamed("shake-shake-8-2x32d", tinyTask);
  const start = initializeParameters(parameters, 1);
  const deviation = (name: string) =>
    Math.sqrt(start[name]!.reduce((sum, x) => sum + x * x, 0) / start[name]!.length);
  expect(deviation("stage2/block1/branch1/conv1/kernel")).toBeCloseTo(Math.sqrt(2 / (9 * 64)), 3);
  expect(deviation("stage3/block1/skip/path2/kernel")).toBeCloseTo(Math.sqrt(2 / 64), 2);
  const linear = start["output/kernel"]!;
  expect(Math.max(...linear.map(Math.abs))).toBeLessThanOrEqual(Math.fround(1 / Math.sqrt(128)));
  expect(deviation("output/kernel")).toBeCloseTo(1 / Math.sqrt(128 * 3), 2);
  expect(start["output/bias"]).toEqual(new Float32Array(tinyTask.classes));
  expect(start["stem/gamma"]).toEqual(new Float32Array(16).fill(1));
  expect(start["stage1/block1/skip/beta"]).toEqual(new Float32Array(32));
});
