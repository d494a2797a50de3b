import * as tf from "@tensorflow/tfjs-core";
import {
  adam,
  adamw,
  cosine,
  decoupled,
  l2,
  lamb,
  lars,
  matrices,
  nadam,
  normalized,
  scheduleFreeAdamw,
  sgdw,
} from "lehr";
import * as ort from "onnxruntime-node";
import { describe, expect, test, vi } from "vitest";
import { clipByGlobalNorm, compileTrainingStep } from "../index.js";
import { sizeOf, uniform } from "../parity.test.helper.js";
import { batchOf, tinyCnn } from "../training/testing/tinyCnn.js";
import { haveAdapter, SLOW } from "./testing/adapter.js";

type Arrays = Readonly<Record<string, ArrayLike<number>>>;

/** The largest difference of two records of arrays, relative to the largest number of each array. */
function difference(actual: Arrays, expected: Arrays): number {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  const differences = Object.entries(expected).map(([name, array]) => {
    const numbers = Array.from(array);
    const scale = Math.max(...numbers.map(Math.abs), 1e-6);
    return Math.max(...numbers.map((e, i) => Math.abs(actual[name]![i]! - e))) / scale;
  });
  return Math.max(...differences);
}

/** Where tensors lie, by name. */
const locations = (tensors: object) =>
  Object.fromEntries(
    Object.entries(tensors as Record<string, ort.Tensor>).map(([name, { location }]) => [name, location]),
  );

const names = (matrix: number[]) => ({
  kernel: { shape: matrix, values: uniform(sizeOf(matrix), 3) },
  bias: { shape: [matrix[1]!], values: uniform(matrix[1]!, 4) },
  scale: { shape: [], values: Float32Array.of(1.5) },
});
const linear = {
  inputs: { x: { shape: [6, 5] }, y: { shape: [6, 3] } },
  params: names([5, 3]),
  loss: ({ inputs, params }: { inputs: Record<"x" | "y", tf.Tensor>; params: Record<string, tf.Tensor> }) => {
    const product = tf.matMul(inputs.x as tf.Tensor2D, params.kernel as tf.Tensor2D);
    const prediction = tf.mul(tf.add(product, params.bias!), params.scale!);
    return tf.losses.meanSquaredError(inputs.y, prediction) as tf.Scalar;
  },
} as const;
const pairs = (seed: number) => ({ x: uniform(30, seed), y: uniform(18, seed + 1) });

describe.skipIf(!haveAdapter)("training on a graphics adapter", { timeout: SLOW }, () => {
  test("a CNN under AdamW, its gradients clipped, goes the way it goes on the CPU, for 20 steps", async () => {
    const optimizer = adamw({
      lr: 0.01,
      weightDecay: decoupled(1e-3, { where: matrices }),
      schedule: cosine({ updates: 20 }),
    });
    const options = {
      ...tinyCnn(),
      optimizer,
      transformGradients: <Name extends string>(gradients: Readonly<Record<Name, tf.Tensor>>) =>
        clipByGlobalNorm(gradients, 1),
    };
    const cpu = await compileTrainingStep(options);
    const gpu = await compileTrainingStep({ ...options, device: "webgpu" });
    for (let i = 0; i < 20; i++) {
      const [expected, actual] = [await cpu(batchOf(8, i)), await gpu(batchOf(8, i))];
      expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThan(1e-3);
      expect(actual.outputs.accuracy).toEqual(expected.outputs.accuracy);
      expect(gpu.learningRate).toBe(cpu.learningRate);
    }
    expect(difference(await gpu.parameters(), await cpu.parameters())).toBeLessThan(1e-3);
    expect(difference(await gpu.state(), await cpu.state())).toBeLessThan(1e-3);
    const slots = async (step: typeof cpu) => (await step.optimizerState()).parameters["conv1/kernel"]!.slots;
    expect(difference(await slots(gpu), await slots(cpu))).toBeLessThan(1e-3);
    cpu.dispose();
    gpu.dispose();
  });

  test("parameters, slots and state stay on the device; gradients never leave it", async () => {
    const step = await compileTrainingStep({ ...tinyCnn(), optimizer: adamw(), device: "webgpu" });
    await step(batchOf(8, 1));
    const fed: object[] = [];
    const given: object[] = [];
    // The factory is declared without the class that it is.
    const { prototype } = ort.InferenceSession as unknown as { prototype: ort.InferenceSession };
    const { run } = prototype;
    // Tensors are looked at while they live.
    const spy = vi.spyOn(prototype, "run");
    spy.mockImplementation(async function (this: ort.InferenceSession, ...args: Parameters<typeof run>) {
      fed.push(locations(args[0]));
      const results = await run.apply(this, args);
      given.push(locations(results));
      return results;
    } as typeof run);
    await step(batchOf(8, 2));
    spy.mockRestore();
    const [gpu, cpu] = ["gpu-buffer", "cpu"];
    expect(fed).toEqual([
      { "in:input/images": cpu, "in:input/labels": cpu, "in:params": gpu, "in:state": gpu },
      {
        "in:params": gpu,
        "in:gradients": gpu,
        "in:scalars": cpu,
        "in:slot/0/firstMoment": gpu,
        "in:slot/0/secondMoment": gpu,
      },
    ]);
    expect(given).toEqual([
      { "out:gradients": gpu, "out:state": gpu, "out:loss": cpu, "out:output/accuracy": cpu },
      { "out:params": gpu, "out:slot/0/firstMoment": gpu, "out:slot/0/secondMoment": gpu },
    ]);
    step.dispose();
  });

  test.each([
    sgdw({ lr: 0.1, weightDecay: decoupled(1e-3), nesterov: true }),
    adam({ lr: 0.01, weightDecay: l2(0.01), amsgrad: true, maximize: true }),
    adamw({ lr: 0.01, groups: [{ match: ["bias"], lr: 0.1, beta1: 0.5 }] }),
    nadam({ lr: 0.01, weightDecay: normalized(0.02, { updates: 5, cautious: true }) }),
    lamb({ lr: 0.05, weightDecay: 0.01 }),
    lars({ lr: 0.5, momentum: 0.9 }),
    scheduleFreeAdamw({ lr: 0.05 }),
  ])("$name does the same there", async (optimizer) => {
    const [cpu, gpu] = await Promise.all(
      (["cpu", "webgpu"] as const).map((device) => compileTrainingStep({ ...linear, optimizer, device })),
    );
    for (let i = 0; i < 5; i++) {
      const [expected, actual] = [await cpu!(pairs(i)), await gpu!(pairs(i))];
      expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThan(1e-4);
    }
    expect(difference(await gpu!.parameters(), await cpu!.parameters())).toBeLessThan(1e-4);
    expect(difference(await gpu!.evaluationParameters(), await cpu!.evaluationParameters())).toBeLessThan(
      1e-4,
    );
    cpu!.dispose();
    gpu!.dispose();
  });

  test("a training there goes on from its state, with other shapes and with another optimizer", async () => {
    const make = () => compileTrainingStep({ ...linear, optimizer: adamw({ lr: 0.01 }), device: "webgpu" });
    const [whole, second] = [await make(), await make()];
    for (let i = 0; i < 3; i++) await whole(pairs(i));
    await second.restart({ params: await whole.parameters() });
    await second.loadOptimizerState(await whole.optimizerState());
    expect(second.updates).toBe(3);
    expect(await second(pairs(9))).toEqual(await whole(pairs(9)));
    expect(await second.parameters()).toEqual(await whole.parameters());
    const smaller = await second.forInputs({ x: { shape: [2, 5] }, y: { shape: [2, 3] } });
    second.dispose();
    await smaller({ x: uniform(10, 1), y: uniform(6, 2) });
    expect(smaller.updates).toBe(5);
    await smaller.restart({ optimizer: lamb() });
    expect(smaller.updates).toBe(0);
    await smaller({ x: uniform(10, 1), y: uniform(6, 2) });
    smaller.dispose();
    whole.dispose();
  });
});
