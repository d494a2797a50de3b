import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { sgd } from "lehr";
import { beforeAll, expect, test } from "vitest";
import { checkLayersModel, compileLayersModel, EngineError, type LayersLoss } from "../index.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const { layers } = tfl;

const sequence = (...members: tfl.layers.Layer[]) =>
  tfl.sequential({ layers: [...members, layers.dense({ units: 2 })] });
const dense = () => layers.dense({ inputShape: [3], units: 4 });
const dropout = (name = "mask", more: object = {}) => layers.dropout({ rate: 0.5, name, ...more });
const inTime = { inputShape: [2, 3] as [number, number] };
// TensorFlow.js' default, "orthogonal", needs its chained operations.
const cell = { units: 3, recurrentInitializer: "glorotUniform" } as const;
const rnn = { ...cell, ...inTime };

/** A model of layers between an input of [3] and an output. */
function functional(name: string, layer: tfl.layers.Layer) {
  const inputs = tfl.input({ shape: [3] });
  return tfl.model({ inputs, outputs: layer.apply(inputs) as tfl.SymbolicTensor, name });
}

/** A layer of the user's own. */
class Own extends layers.Layer {
  constructor(private readonly draw: (x: tf.Tensor, training: boolean) => tf.Tensor) {
    super({ name: "own" });
  }
  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { training?: boolean }) {
    return this.draw(Array.isArray(inputs) ? inputs[0]! : inputs, training ?? false);
  }
  override getClassName() {
    return "Own";
  }
}

const compiled = (model: tfl.LayersModel, loss: string | LayersLoss = "meanSquaredError") =>
  compileLayersModel(model, loss, { batchSize: 2, optimizer: sgd({ lr: 0.1 }) });

const drawing: Readonly<Record<string, [() => tfl.LayersModel, message: string]>> = {
  "a layer": [
    () => sequence(dense(), dropout()),
    'random numbers of layer "mask" (Dropout), by tf.randomUniform',
  ],
  "a seeded layer": [
    () => sequence(dense(), dropout("mask", { seed: 7 })),
    'layer "mask" (Dropout), by tf.randomUniform, would be drawn once',
  ],
  "spatial dropout": [
    () => sequence(layers.spatialDropout1d({ ...inTime, rate: 0.5 })),
    "(SpatialDropout1D), by",
  ],
  "Gaussian noise": [() => sequence(dense(), layers.gaussianNoise({ stddev: 1 })), "(GaussianNoise), by"],
  "Gaussian dropout": [
    () => sequence(dense(), layers.gaussianDropout({ rate: 0.5 })),
    "(GaussianDropout), by",
  ],
  "alpha dropout": [() => sequence(dense(), layers.alphaDropout({ rate: 0.5 })), "(AlphaDropout), by"],
  "a sequence in sequences": [
    () => {
      const deepest = tfl.sequential({ layers: [dropout("deep", { inputShape: [4] })], name: "in" });
      return sequence(tfl.sequential({ layers: [dense(), deepest], name: "out" }));
    },
    'deep" (Dropout)',
  ],
  "a model in a model": [() => sequence(functional("inner", dropout("deep"))), 'deep" (Dropout)'],
  "a layer at every time": [
    () => sequence(layers.timeDistributed({ ...inTime, layer: dropout("deep"), name: "times" })),
    'layer "times/deep" (Dropout)',
  ],
  "an RNN": [() => sequence(layers.simpleRNN({ ...rnn, dropout: 0.5, name: "rnn" })), 'layer "rnn/'],
  "an LSTM": [() => sequence(layers.lstm({ ...rnn, dropout: 0.5 })), "(LSTMCell), by"],
  "an RNN's state": [() => sequence(layers.gru({ ...rnn, recurrentDropout: 0.5 })), "(GRUCell), by"],
  "an RNN both ways": [
    () => {
      const layer = layers.lstm({ ...cell, dropout: 0.5 }) as tfl.RNN;
      return sequence(layers.bidirectional({ ...inTime, layer, mergeMode: "concat" }));
    },
    "(LSTMCell), by",
  ],
  "the second of an RNN's cells": [
    () => {
      const cells = [layers.lstmCell(cell), layers.gruCell({ ...cell, dropout: 0.5 })];
      return sequence(layers.rnn({ ...inTime, cell: cells }));
    },
    "(GRUCell), by",
  ],
  "a user's layer": [
    () => sequence(dense(), new Own((x) => tf.add(x, tf.truncatedNormal(x.shape)))),
    'layer "own" (Own), by tf.truncatedNormal',
  ],
  "a user's layer, by JavaScript": [
    () => sequence(dense(), new Own((x) => tf.mul(x, Math.random()))),
    'layer "own" (Own), by Math.random',
  ],
};

test.each(Object.entries(drawing))(
  "random numbers of %s are refused, and the model is as it was",
  async (_, [make, message]) => {
    const model = make();
    const before = model.getWeights().map((weight) => Array.from(weight.dataSync()));
    expect(() => checkLayersModel(model)).toThrow(message);
    const refused = compiled(model);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(EngineError);
    expect(model.getWeights().map((weight) => Array.from(weight.dataSync()))).toEqual(before);
  },
);

test("random numbers that change the width of images are refused", async () => {
  const model = tfl.sequential({ layers: [layers.dense({ inputShape: [4, 4, 1], units: 1 })] });
  const images = layers.randomWidth({ factor: 0.5, name: "wide" });
  const { call } = model.layers[0]!;
  model.layers[0]!.call = (inputs, kwargs) =>
    call.call(model.layers[0], images.call(inputs as tf.Tensor4D, {}), kwargs);
  await expect(compiled(model)).rejects.toThrow("by tf.randomUniform");
});

test("random numbers of a loss, and of a model in evaluation alone, are refused", async () => {
  const loss: LayersLoss = (y, predictions) =>
    tf.abs(tf.sub(tf.add(y, tf.randomNormal(y.shape)), predictions));
  await expect(compiled(sequence(dense()), loss)).rejects.toThrow(
    "random numbers of the model or its loss, by tf.randomNormal, would be drawn once",
  );
  const own = new Own((x, training) => (training ? x : tf.add(x, tf.randomNormal(x.shape))));
  const step = await compiled(sequence(dense(), own));
  await expect(step.predictOnBatch(new Float32Array(6))).rejects.toThrow(
    'layer "own" (Own), by tf.randomNormal',
  );
  step.dispose();
});

test("what draws nothing is compiled, and afterwards others may draw", async () => {
  const model = sequence(
    layers.lstm({ ...rnn, dropout: 0, recurrentDropout: 0, returnSequences: true }),
    layers.dropout({ rate: 0 }),
    layers.alphaDropout({ rate: 0 }),
    layers.timeDistributed({ layer: layers.dropout({ rate: 0 }) }),
  );
  checkLayersModel(model);
  const step = await compiled(model);
  expect(Object.keys(model.layers[0]!)).not.toContain("call");
  expect(Math.random()).not.toBe(Math.random());
  expect(tf.randomUniform([1]).dataSync()).not.toEqual(tf.randomUniform([1]).dataSync());
  expect(await step.trainOnBatch(new Float32Array(12).fill(1), new Float32Array(8))).toBeGreaterThan(0);
  step.dispose();
});
