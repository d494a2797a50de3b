import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { batchNormTraining, compile, type TensorArray } from "../index.js";
import { expectClose, sizeOf, uniform } from "../parity.test.helper.js";
import { haveAdapter, SLOW } from "./testing/adapter.js";

describe.skipIf(!haveAdapter)("on a graphics adapter", { timeout: SLOW }, () => {
  test("a function runs with outputs in the arrays given", async () => {
    const spec = { x: { shape: [2, 3] }, w: { shape: [3, 2] } } as const;
    const run = await compile(({ x, w }) => ({ y: tf.matMul(x, w), s: tf.sum(x) }), spec, {
      device: "webgpu",
    });
    const y = new Float32Array(4);
    const feeds = { x: Float32Array.of(1, 2, 3, 4, 5, 6), w: new Float32Array(6).fill(0.5) };
    const outputs = await run(feeds, { outputs: { y } });
    expect(outputs.y).toBe(y);
    expect(Array.from(y)).toEqual([3, 3, 7.5, 7.5]);
    expect(Array.from(outputs.s)).toEqual([21]);
    run.dispose();
  });

  test.each([
    [
      [3, 1],
      [3, 4],
    ],
    [
      [2, 3, 8],
      [2, 1, 1],
    ],
  ])("powers of %j to %j are broadcast", async (x, y) => {
    const spec = { x: { shape: x }, y: { shape: y } };
    const run = await compile(({ x, y }) => ({ z: tf.pow(x, y) }), spec, { device: "webgpu" });
    const feeds = { x: new Float32Array(sizeOf(x)).fill(3), y: new Float32Array(sizeOf(y)).fill(2) };
    const { z } = await run(feeds);
    expectClose("power", z, new Float32Array(z.length).fill(9));
    run.dispose();
  });

  test("a convolutional network and its gradients are those of the CPU", async () => {
    const spec = {
      x: { shape: [2, 8, 8, 3], layout: "NCHW" },
      w1: { shape: [3, 3, 3, 16] },
      g: { shape: [16] },
      b: { shape: [16] },
      w2: { shape: [3, 3, 16, 16] },
      w3: { shape: [16, 4] },
    } as const;
    const fn = ({ x, ...params }: Record<string, tf.Tensor>) => {
      const names = Object.keys(params);
      const loss = (...values: tf.Tensor[]) => {
        const p = Object.fromEntries(names.map((name, i) => [name, values[i]!])) as Record<
          string,
          tf.Tensor4D
        >;
        const one = tf.relu(batchNormTraining(tf.conv2d(x as tf.Tensor4D, p.w1!, 1, "same"), p.g!, p.b!).y);
        const two = tf.maxPool(tf.conv2d(one as tf.Tensor4D, p.w2!, 2, "same"), 2, 2, "same");
        const means: tf.Tensor2D = tf.mean(two, [1, 2]);
        const logits = tf.matMul(means, p.w3 as unknown as tf.Tensor2D);
        return tf.mean(tf.neg(tf.logSoftmax(logits))) as tf.Scalar;
      };
      const { value, grads } = tf.valueAndGrads(loss)(Object.values(params));
      return { value, ...Object.fromEntries(names.map((name, i) => [name, grads[i]!])) };
    };
    const feeds = Object.fromEntries(
      Object.entries(spec).map(([name, { shape }], i) => [name, uniform(sizeOf(shape), i)]),
    ) as Record<keyof typeof spec, Float32Array>;
    const [cpu, gpu] = [await compile(fn, spec), await compile(fn, spec, { device: "webgpu" })];
    const expected: Record<string, TensorArray> = await cpu(feeds);
    const actual: Record<string, TensorArray> = await gpu(feeds);
    for (const name of Object.keys(expected)) {
      const scale = Math.max(...Array.from(expected[name]!, Math.abs));
      expected[name]!.forEach((e, i) => {
        expect(Math.abs(actual[name]![i]! - e), `${name}[${i}]`).toBeLessThan(1e-4 * scale);
      });
    }
    cpu.dispose();
    gpu.dispose();
  });
});
