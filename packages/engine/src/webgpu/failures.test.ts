import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { adamw } from "lehr";
import { describe, expect, test } from "vitest";
import { compile, compileTrainingStep, EngineError } from "../index.js";
import { batchOf, tinyCnn } from "../training/testing/tinyCnn.js";
import { haveAdapter, SLOW } from "./testing/adapter.js";

const engine = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

test("without an adapter there is one clear error, the process lives, and the CPU still works", () => {
  const program = `
    import * as tf from "@tensorflow/tfjs-core";
    import { compile, EngineError } from ${JSON.stringify(engine)};
    const fn = ({ x }) => ({ y: tf.neg(x) });
    for (let i = 0; i < 2; i++)
      await compile(fn, { x: { shape: [1] } }, { device: "webgpu" }).catch((error) => {
        if (!(error instanceof EngineError)) throw error;
        console.log(error.message);
      });
    const run = await compile(fn, { x: { shape: [1] } });
    console.log((await run({ x: Float32Array.of(2) })).y[0]);`;
  const env = { ...process.env, VK_ICD_FILENAMES: "/none.json", VK_DRIVER_FILES: "/none.json" };
  const cwd = fileURLToPath(new URL("../../", import.meta.url));
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    env,
    cwd,
    encoding: "utf8",
  });
  expect(ran.status).toBe(0);
  const lines = ran.stdout.trim().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^device "webgpu" cannot be used: no graphics adapter was found/);
  expect(lines[1]).toBe(lines[0]);
  expect(lines[2]).toBe("-2");
});

test("a function that needs more memory than there is says so, and nothing is lost", async () => {
  const n = 2 ** 21;
  // The product of the two vectors would take 16 TB.
  const run = await compile(({ x }) => ({ y: tf.sum(tf.exp(tf.matMul(x, x, false, true))) }), {
    x: { shape: [n, 1] },
  });
  const failure = await run({ x: new Float32Array(n) }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EngineError);
  expect((failure as Error).message).toMatch(/out of memory on device "cpu"; a smaller batch needs less/);
  run.dispose();
});

describe.skipIf(!haveAdapter)("on a graphics adapter", { timeout: SLOW }, () => {
  test("a feed that is refused changes nothing, and the next step goes on", async () => {
    const step = await compileTrainingStep({
      ...tinyCnn(),
      optimizer: adamw({ lr: 0.01 }),
      device: "webgpu",
      checkFinite: true,
    });
    const before = await step.parameters();
    const { images, labels } = batchOf(8, 1);
    await expect(step({ images: images.subarray(1), labels })).rejects.toThrow('input "images" must be');
    await expect(step({ images: images.map(() => Number.NaN), labels })).rejects.toThrow("finite numbers");
    expect(await step.parameters()).toEqual(before);
    await step({ images, labels });
    expect(step.updates).toBe(1);
    step.dispose();
  });

  test("state outlives the step that it comes from", async () => {
    const step = await compileTrainingStep({ ...tinyCnn(8), optimizer: adamw(), device: "webgpu" });
    const smaller = await step.forInputs(tinyCnn(4).inputs);
    await step(batchOf(8, 1));
    const state = await step.state();
    step.dispose();
    expect(await smaller.state()).toEqual(state);
    await smaller(batchOf(4, 1));
    expect(await smaller.state()).not.toEqual(state);
    smaller.dispose();
  });

  test("a thousand steps leave no memory behind", async () => {
    const size = 2 ** 16;
    const step = await compileTrainingStep({
      loss: ({ inputs, params, state }) => ({
        loss: tf.mean(tf.square(tf.sub(tf.mul(params.w, inputs.x), state.m))) as tf.Scalar,
        state: { m: tf.mul(state.m, 0.9) },
      }),
      inputs: { x: { shape: [size] } },
      params: { w: { shape: [size], values: new Float32Array(size) } },
      state: { m: { shape: [size], values: new Float32Array(size) } },
      optimizer: adamw(),
      device: "webgpu",
    });
    const x = new Float32Array(size).fill(1);
    for (let i = 0; i < 100; i++) await step({ x });
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 1000; i++) await step({ x });
    // Leaking one tensor a step would be 250 MB.
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
    step.dispose();
  });
});
