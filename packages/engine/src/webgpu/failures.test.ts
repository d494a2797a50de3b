import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { adamw, ema } from "lehr";
import { describe, expect, test } from "vitest";
import { compile, compileTrainingStep, EngineError } from "../index.js";
import { batchOf, tinyCnn } from "../training/testing/tinyCnn.js";
import { haveAdapter, onSwiftShader, SLOW } from "./testing/adapter.js";

const engine = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

/** Needs n squared numbers in between for a column of n. */
const sumOfProducts = (x: tf.Tensor): tf.Scalar => tf.sum(tf.exp(tf.matMul(x, x, false, true)));

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
  // The products would take 16 TB.
  const run = await compile(({ x }) => ({ y: sumOfProducts(x) }), { x: { shape: [n, 1] } });
  const failure = await run({ x: new Float32Array(n) }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EngineError);
  expect((failure as Error).message).toMatch(/out of memory on device "cpu"; a smaller batch needs less/);
  run.dispose();
});

describe.skipIf(!haveAdapter)("on a graphics adapter", { timeout: SLOW }, () => {
  const outOfMemory = /failed: out of memory on device "webgpu"; a smaller batch needs less/;

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

  test("an optimizer with something around its step is refused, and said to be", async () => {
    const bare = adamw({ lr: 0.01 });
    const bind = ((params, options) => ema(bare.bind(params, options), { decay: 0.9 })) as typeof bare.bind;
    const compiled = compileTrainingStep({ ...tinyCnn(), optimizer: { ...bare, bind }, device: "webgpu" });
    await expect(compiled).rejects.toThrow('on device "webgpu" optimizer must be one of lehr\'s as it is');
  });

  // Each of these the runtime reports in another way. A real adapter may well have the room for the last two.
  const tooMany = [{ n: 2 ** 21 }, ...(onSwiftShader ? [{ n: 2 ** 15 }, { n: 17_000 }] : [])];

  test.each(tooMany)(
    "a function on $n examples that has no room says so, and another runs",
    async ({ n }) => {
      const compiled = (size: number) =>
        compile(({ x }) => ({ y: sumOfProducts(x) }), { x: { shape: [size, 1] } }, { device: "webgpu" });
      const run = await compiled(n);
      await expect(run({ x: new Float32Array(n) })).rejects.toThrow(outOfMemory);
      const smaller = await compiled(4);
      expect((await smaller({ x: new Float32Array(4) })).y[0]).toBeCloseTo(16, 4);
      smaller.dispose();
      run.dispose();
    },
  );

  test.each(tooMany)(
    "a step on $n examples that has no room says so, changes nothing, and a smaller one goes on",
    async ({ n }) => {
      const inputs = (size: number) => ({ x: { shape: [size, 1] as [number, number] } });
      const step = await compileTrainingStep({
        loss: ({ inputs, params, state }) => ({
          loss: tf.mul(params.w as tf.Scalar, sumOfProducts(inputs.x)) as tf.Scalar,
          state: { m: tf.add(state.m, 1) },
        }),
        inputs: inputs(n),
        params: { w: { shape: [1], values: Float32Array.of(1) } },
        state: { m: { shape: [1], values: Float32Array.of(0) } },
        optimizer: adamw({ lr: 0.1 }),
        device: "webgpu",
      });
      await expect(step({ x: new Float32Array(n) })).rejects.toThrow(outOfMemory);
      expect(step.updates).toBe(0);
      expect(await step.parameters()).toEqual({ w: Float32Array.of(1) });
      const smaller = await step.forInputs(inputs(4));
      expect((await smaller({ x: new Float32Array(4) })).loss).toBeCloseTo(16, 4);
      expect(await step.state()).toEqual({ m: Float32Array.of(1) });
      smaller.dispose();
      step.dispose();
    },
  );

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
