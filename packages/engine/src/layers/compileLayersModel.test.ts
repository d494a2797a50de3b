import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { adamw, scheduleFreeAdamw, sgd } from "lehr";
import * as ort from "onnxruntime-node";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { compileLayersModel, type Device } from "../index.js";
import { expectClose, uniform } from "../parity.test.helper.js";
import { haveAdapter, SLOW } from "../webgpu/testing/adapter.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

afterEach(() => {
  vi.restoreAllMocks();
});

const BATCH = 6;

/** A small CNN; seeded, so that two of them are alike. */
function cnn() {
  const initializer = (seed: number) => tfl.initializers.randomUniform({ minval: -0.5, maxval: 0.5, seed });
  const model = tfl.sequential();
  model.add(
    tfl.layers.conv2d({
      inputShape: [6, 6, 2],
      filters: 4,
      kernelSize: 3,
      padding: "same",
      useBias: false,
      kernelInitializer: initializer(1),
      kernelRegularizer: tfl.regularizers.l2({ l2: 0.01 }),
    }),
  );
  model.add(tfl.layers.batchNormalization({}));
  model.add(tfl.layers.activation({ activation: "relu" }));
  model.add(tfl.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tfl.layers.flatten());
  model.add(tfl.layers.dense({ units: 3, activation: "softmax", kernelInitializer: initializer(2) }));
  return model;
}

const x = uniform(BATCH * 72, 1);
const y = Float32Array.from({ length: BATCH * 3 }, (_, i) => Number(i % 3 === Math.floor(i / 3) % 3));
const weightsOf = (model: tfl.LayersModel) =>
  model.getWeights().map((weight) => Array.from(weight.dataSync()));

describe.each<Device>(haveAdapter ? ["cpu", "webgpu"] : ["cpu"])("on %s", { timeout: SLOW }, (device) => {
  test("a step of SGD is that of trainOnBatch, running statistics included", async () => {
    const [ours, theirs] = [cnn(), cnn()];
    theirs.compile({ optimizer: tf.train.sgd(0.1), loss: "categoricalCrossentropy" });
    const options = { batchSize: BATCH, optimizer: sgd({ lr: 0.1 }), device };
    const compiled = await compileLayersModel(ours, "categoricalCrossentropy", options);
    const [images, targets] = [tf.tensor(x, [BATCH, 6, 6, 2]), tf.tensor(y, [BATCH, 3])];
    for (let i = 0; i < 2; i++) {
      const expected = (await theirs.trainOnBatch(images, targets)) as number;
      expectClose("loss", [await compiled.trainOnBatch(x, y)], [expected]);
    }
    await compiled.writeBack();
    const expected = weightsOf(theirs);
    for (const [i, weight] of weightsOf(ours).entries()) expectClose(`weight ${i}`, weight, expected[i]!);
    const predicted = theirs.predict(images) as tf.Tensor;
    expectClose("prediction", await compiled.predictOnBatch(x), predicted.dataSync());
    compiled.dispose();
    compiled.dispose();
    tf.dispose([images, targets, predicted]);
  });
});

test("a model learns, and its own predictions change when weights are written back", async () => {
  const model = cnn();
  const labels = Float32Array.from({ length: BATCH }, (_, i) => i % 3);
  const options = { batchSize: BATCH, optimizer: adamw({ lr: 0.02 }) };
  const compiled = await compileLayersModel(model, "sparseCategoricalCrossentropy", options);
  const predict = () =>
    tf.tidy(() => (model.predict(tf.tensor(x, [BATCH, 6, 6, 2])) as tf.Tensor).dataSync().slice());
  const before = predict();
  const first = await compiled.trainOnBatch(x, labels);
  for (let i = 0; i < 30; i++) await compiled.trainOnBatch(x, labels);
  expect(await compiled.trainOnBatch(x, labels)).toBeLessThan(0.5 * first);
  expect(predict()).toEqual(before);
  const tensors = tf.memory().numTensors;
  await compiled.writeBack();
  expect(tf.memory().numTensors).toBe(tensors);
  expectClose("prediction", predict(), await compiled.predictOnBatch(x));
  expect(predict()).not.toEqual(before);
  compiled.dispose();
});

test("a schedule-free training predicts with the average and writes it back, and goes on as if it had not", async () => {
  const make = () => {
    const model = cnn();
    const options = { batchSize: BATCH, optimizer: scheduleFreeAdamw({ lr: 0.1 }) };
    return compileLayersModel(model, "categoricalCrossentropy", options).then((compiled) => ({
      model,
      compiled,
    }));
  };
  const [{ model, compiled }, other] = [await make(), await make()];
  for (let i = 0; i < 5; i++)
    expect(await compiled.trainOnBatch(x, y)).toBe(await other.compiled.trainOnBatch(x, y));
  await compiled.writeBack();
  const average = Object.values(await compiled.step.evaluationParameters());
  expect(average).not.toEqual(Object.values(await compiled.step.parameters()));
  expect(model.trainableWeights.map((weight) => weight.read().dataSync())).toEqual(average);
  const predicted = tf.tidy(() =>
    (model.predict(tf.tensor(x, [BATCH, 6, 6, 2])) as tf.Tensor).dataSync().slice(),
  );
  expectClose("prediction", await compiled.predictOnBatch(x), predicted);
  expect(await compiled.trainOnBatch(x, y)).toBe(await other.compiled.trainOnBatch(x, y));
  const trained = async (one: typeof compiled) => Object.values(await one.step.parameters());
  expect(await trained(compiled)).toEqual(await trained(other.compiled));
  compiled.dispose();
  other.compiled.dispose();
});

describe("predictions", () => {
  // The factory is declared without the class that it is.
  const { prototype } = ort.InferenceSession as unknown as { prototype: ort.InferenceSession };
  const options = { batchSize: BATCH, optimizer: sgd({ lr: 0.1 }) };

  test("asked for at once compile one function, and what holds it is released after the last", async () => {
    const create = vi.spyOn(ort.InferenceSession, "create");
    const release = vi.spyOn(prototype, "release");
    const compiled = await compileLayersModel(cnn(), "categoricalCrossentropy", options);
    const predictions = [1, 2, 3].map(() => compiled.predictOnBatch(x));
    compiled.dispose();
    const [first, ...others] = await Promise.all(predictions);
    for (const other of others) expect(other).toEqual(first);
    await expect(compiled.predictOnBatch(x)).rejects.toThrow("this model has been disposed");
    await expect(compiled.trainOnBatch(x, y)).rejects.toThrow("this training step has been disposed");
    expect(create).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => expect(release).toHaveBeenCalledTimes(2));
  });

  test("of which one could not be compiled do not keep the next from it", async () => {
    const compiled = await compileLayersModel(cnn(), "categoricalCrossentropy", options);
    vi.spyOn(ort.InferenceSession, "create").mockRejectedValueOnce(new Error("no luck"));
    await expect(compiled.predictOnBatch(x)).rejects.toThrow("no luck");
    expect(await compiled.predictOnBatch(x)).toHaveLength(BATCH * 3);
    compiled.dispose();
  });
});

test("what cannot be compiled is refused, and the model is as it was", async () => {
  const model = cnn();
  const options = { batchSize: BATCH, optimizer: sgd() };
  const bad = (model: tfl.LayersModel, loss: string, patch = {}) =>
    compileLayersModel(model, loss, { ...options, ...patch });
  await expect(bad(model, "hinges")).rejects.toThrow("loss must be a function or one of binaryCrossentropy");
  await expect(bad(model, "meanSquaredError", { batchSize: 0 })).rejects.toThrow("batchSize must be");
  await expect(bad(model, "meanSquaredError", { batch: 8 })).rejects.toThrow(
    'there is no option of compileLayersModel "batch"',
  );
  const frozen = cnn();
  for (const layer of frozen.layers) layer.trainable = false;
  await expect(bad(frozen, "meanSquaredError")).rejects.toThrow(
    "model must have trainable weights, got none",
  );
  const failing = () => {
    throw new RangeError("mine");
  };
  await expect(compileLayersModel(model, failing, options)).rejects.toThrow(RangeError);
  expect(weightsOf(model)).toEqual(weightsOf(cnn()));
});
