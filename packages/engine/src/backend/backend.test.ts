import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { beforeEach, expect, test } from "vitest";
import "./index.js";
import type { LazyBackend } from "./lazyBackend.js";

beforeEach(async () => {
  await tf.setBackend("ort");
});

const compilations = () => (tf.backend() as unknown as LazyBackend).compilations();
const waiting = () => (tf.memory() as unknown as { numTensorsWaiting: number }).numTensorsWaiting;

test("data is computed when it is read, synchronously too", async () => {
  const x = tf.tensor1d([1, 2, 3]);
  const y = tf.mul(tf.add(x, 1), x);
  expect(waiting()).toBe(2);
  expect([...y.dataSync()]).toEqual([2, 6, 12]);
  expect(waiting()).toBe(0);
  expect([...(await tf.sum(y).data())]).toEqual([20]);
});

test("what nobody reads is computed when control returns to the event loop", async () => {
  const x = tf.relu(tf.tensor1d([-1, 2]));
  expect(waiting()).toBe(1);
  await Promise.resolve();
  expect(waiting()).toBe(0);
  expect([...x.dataSync()]).toEqual([0, 2]);
});

test("an array given may be overwritten before the result is read", () => {
  const array = Float32Array.of(1, 2);
  const y = tf.neg(tf.tensor1d(array));
  array.fill(7);
  expect([...y.dataSync()]).toEqual([-1, -2]);
});

test("a training loop compiles its step once, whatever the numbers", () => {
  const w = tf.variable(tf.tensor2d([1, -1, 0.5, 2], [2, 2]));
  const optimizer = tf.train.momentum(0.1, 0.9);
  const step = (i: number) => {
    const x = tf.tensor2d([i, 1, 2, -i], [2, 2]);
    const loss = optimizer.minimize(() => tf.mean(tf.square(tf.matMul(x, w))), true, [w]) as tf.Scalar;
    const value = loss.dataSync()[0]!;
    loss.dispose();
    x.dispose();
    return value;
  };
  [0.1, 0.2].map(step);
  const [before, tensors] = [compilations(), tf.memory().numTensors];
  const losses = [0.3, 0.4, 0.5, 0.6].map(step);
  expect(compilations()).toBe(before);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(waiting()).toBe(0);
  w.dispose();
  optimizer.dispose();
});

test("a long loop without reading does not pile up", () => {
  const w = tf.variable(tf.scalar(0));
  for (let i = 0; i < 1500; i++) tf.tidy(() => w.assign(tf.add(w, 1)));
  expect((tf.backend() as unknown as LazyBackend).compilations()).toBeLessThan(1500);
  expect(w.dataSync()[0]).toBe(1500);
  w.dispose();
});

test("tensors move between backends", async () => {
  const x = tf.square(tf.tensor1d([1, 2, 3]));
  await tf.setBackend("cpu");
  const y = tf.add(x, 1);
  expect([...y.dataSync()]).toEqual([2, 5, 10]);
  await tf.setBackend("ort");
  expect([...tf.mul(y, x).dataSync()]).toEqual([2, 20, 90]);
});

test("disposing frees what is behind a tensor", () => {
  const before = tf.memory();
  const x = tf.tensor1d([1, 2, 3]);
  const y = tf.reshape(x, [3, 1]);
  const z = tf.exp(y);
  expect(tf.memory().numBytes).toBeGreaterThan(before.numBytes);
  tf.dispose([x, y, z]);
  expect(tf.memory()).toEqual(before);
});

test("a kernel that is not supported is named, and what else waits can still be read", () => {
  const x = tf.neg(tf.tensor1d([1, 2, 2]));
  expect(() => tf.unique(x)).toThrow(/Unique/);
  const outside = tf.gather(x, [9]);
  expect(() => outside.dataSync()).toThrow();
  expect([...x.dataSync()]).toEqual([-1, -2, -2]);
  outside.dispose();
});

test("what cannot be computed keeps its error, and costs what comes after it nothing", async () => {
  const x = tf.tensor1d([1, 2]);
  const loop = async () => {
    const [before, kept] = [compilations(), [] as tf.Tensor[]];
    for (let i = 0; i < 40; i++) {
      const y = tf.add(x, i);
      kept.push(tf.exp(y));
      y.dispose();
      await Promise.resolve();
    }
    kept.forEach((tensor, i) => {
      expect(tensor.dataSync()[1]! / Math.exp(2 + i)).toBeCloseTo(1, 5);
    });
    tf.dispose(kept);
    return compilations() - before;
  };
  await loop();
  const usual = await loop();
  const wrong = tf.gather(x, tf.tensor1d([9], "int32"));
  const [beside, upon] = [tf.neg(x), tf.add(wrong, 1)];
  await Promise.resolve();
  expect(waiting()).toBe(0);
  expect(await loop()).toBe(usual);
  for (let i = 0; i < 2; i++) {
    for (const tensor of [wrong, upon]) {
      expect(() => tensor.dataSync()).toThrow(/a tensor cannot be computed: .*out of data bounds/);
      await expect(tensor.data()).rejects.toThrow("a tensor cannot be computed");
    }
    expect(() => tf.add(wrong, 1)).toThrow("a tensor cannot be computed");
  }
  expect([...beside.dataSync()]).toEqual([-1, -2]);
  expect(await loop()).toBe(usual);
  const tensors = tf.memory().numTensors;
  tf.dispose([wrong, beside, upon]);
  expect(tf.memory().numTensors).toBe(tensors - 3);
  x.dispose();
});

test("a LayersModel is fitted as on TensorFlow.js' own backend", { timeout: 120_000 }, async () => {
  const train = async (backend: string): Promise<number[]> => {
    await tf.setBackend(backend);
    const uniform = (seed: number) => layers.initializers.glorotUniform({ seed });
    const model = layers.sequential({
      layers: [
        layers.layers.conv2d({
          inputShape: [8, 8, 2],
          filters: 8,
          kernelSize: 3,
          activation: "relu",
          kernelInitializer: uniform(1),
        }),
        layers.layers.batchNormalization(),
        layers.layers.maxPooling2d({ poolSize: 2 }),
        layers.layers.flatten(),
        layers.layers.dense({ units: 3, activation: "softmax", kernelInitializer: uniform(2) }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
    const x = tf.randomNormal([24, 8, 8, 2], 0, 1, "float32", 3);
    const y = tf.oneHot(
      tf.tensor1d(
        Array.from({ length: 24 }, (_, i) => i % 3),
        "int32",
      ),
      3,
    );
    const { history } = await model.fit(x, y, { epochs: 4, batchSize: 8, shuffle: false, verbose: 0 });
    tf.dispose([x, y]);
    model.dispose();
    const { loss } = history;
    return loss as number[];
  };
  const ours = await train("ort");
  const theirs = await train("cpu");
  ours.forEach((loss, epoch) => {
    expect(loss).toBeCloseTo(theirs[epoch]!, 3);
  });
});
