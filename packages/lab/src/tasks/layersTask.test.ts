import "@lehr/engine/backend";
import * as tfl from "@tensorflow/tfjs-layers";
import { expect, it } from "vitest";
import { normal } from "../random/normal.js";
import { randomStream } from "../random/randomStream.js";
import { historyOf } from "../training/testing/historyOf.js";
import { createTrainer } from "../training/trainer.js";
import type { Trial } from "../training/trial.js";
import { checkExamples } from "./checkExamples.js";
import { checkUserTask } from "./checkUserTask.js";
import { layersTask } from "./layersTask.js";
import { tryTask } from "./tryTask.js";
import { userLearningTask } from "./userLearningTask.js";

/** Points of three clouds in the plane. */
function clouds(size: number, seed: number) {
  const random = randomStream(seed, "clouds");
  const y = Int32Array.from({ length: size }, (_, i) => i % 3);
  const x = Float32Array.from({ length: 2 * size }, (_, i) => {
    const angle = (2 * Math.PI * y[i >> 1]!) / 3;
    return 2 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + normal(random) / 2;
  });
  return { size, arrays: { x: { shape: [2], values: x }, y: { shape: [], values: y } } };
}

const data = async () => ({ train: clouds(120, 1), test: clouds(60, 2) });

function network(hidden: Partial<Parameters<typeof tfl.layers.dense>[0]> = {}, axis = -1) {
  const model = tfl.sequential();
  model.add(tfl.layers.dense({ inputShape: [2], units: 8, ...hidden }));
  model.add(tfl.layers.batchNormalization({ axis }));
  model.add(tfl.layers.activation({ activation: "relu" }));
  model.add(tfl.layers.dense({ units: 3, activation: "softmax" }));
  return model;
}

const trial: Trial = {
  series: "adamw",
  optimizer: "adamw",
  decay: "decoupled",
  schedule: "cosine",
  learningRate: 0.03,
  weightDecay: 0.001,
  options: {},
  epochs: 6,
  seed: 1,
};

async function learn(seed: number) {
  const task = checkUserTask(
    layersTask({ name: "clouds", classes: 3, model: network(), loss: "sparseCategoricalCrossentropy", data }),
  );
  const learningTask = userLearningTask(task, checkExamples(await task.data()), {
    trainSize: null,
    subsetSeed: 1,
  });
  await tryTask(learningTask);
  const trainer = await createTrainer(learningTask, { batchSize: 20, evaluateEvery: 1 });
  const history = await historyOf(trainer, { ...trial, seed });
  trainer.dispose();
  const losses = history.map(({ trainLoss }) => trainLoss);
  return { losses, testError: history.at(-1)!.testError, task };
}

it("trains a LayersModel: a seed gives the same numbers whenever the model is made, another seed others", async () => {
  const { losses, testError, task } = await learn(1);
  expect(Object.keys(task.parameters)).toEqual([
    "1-Dense/kernel",
    "1-Dense/bias",
    "2-BatchNormalization/gamma",
    "2-BatchNormalization/beta",
    "4-Dense/kernel",
    "4-Dense/bias",
  ]);
  expect(task.normalized).toEqual({ "2-BatchNormalization": 8 });
  expect(testError).toBeLessThan(5);
  expect((await learn(1)).losses).toEqual(losses);
  expect((await learn(2)).losses).not.toEqual(losses);
});

it("starts matrices by the seed, vectors and constants as the model has them", () => {
  const model = network({ kernelInitializer: "ones", biasInitializer: "randomNormal" });
  const { parameters } = layersTask({ name: "clouds", model, loss: "sparseCategoricalCrossentropy", data });
  const start = (name: string, length: number) => {
    const values = new Float32Array(length);
    parameters[name]!.initialize(values, randomStream(1, "start"));
    return Array.from(values);
  };
  expect(start("1-Dense/kernel", 16)).toEqual(Array(16).fill(1));
  expect(start("1-Dense/bias", 8)).toEqual(Array.from(model.layers[0]!.getWeights()[1]!.dataSync()));
  const drawn = start("4-Dense/kernel", 24);
  expect(Math.max(...drawn.map(Math.abs))).toBeLessThan(1 / Math.sqrt(8));
  expect(new Set(drawn).size).toBe(24);
});

it("keeps weights that are not trainable, normalization by running statistics included", async () => {
  const model = network();
  for (const layer of model.layers.slice(0, 2)) layer.trainable = false;
  const task = checkUserTask(
    layersTask({ name: "clouds", model, loss: "sparseCategoricalCrossentropy", data }),
  );
  expect(Object.keys(task.parameters)).toEqual(["4-Dense/kernel", "4-Dense/bias"]);
  await tryTask(userLearningTask(task, checkExamples(await task.data()), { trainSize: null, subsetSeed: 1 }));
});

it("refuses what it cannot train", () => {
  const made = (model: tfl.LayersModel, loss = "sparseCategoricalCrossentropy") =>
    layersTask({ name: "clouds", model, loss, data });
  expect(() => made(network(), "hinges")).toThrow("loss must be a function or one of");
  expect(() => made(network({ kernelRegularizer: "l1l2" }))).toThrow("must have no regularizer");
  const image = tfl.sequential();
  image.add(tfl.layers.conv2d({ inputShape: [4, 4, 2], filters: 3, kernelSize: 3 }));
  image.add(tfl.layers.batchNormalization({ axis: 1 }));
  expect(() => made(image)).toThrow("must normalize over the last axis");
  const random = tfl.sequential();
  random.add(tfl.layers.dense({ inputShape: [2], units: 3 }));
  random.add(tfl.layers.dropout({ rate: 0.5 }));
  expect(() => made(random)).toThrow("Dropout");
  expect(() => made(tfl.sequential({ layers: [random] }))).toThrow("Dropout");
});
