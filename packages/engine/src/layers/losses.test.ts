import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { sgd } from "lehr";
import { beforeAll, expect, test } from "vitest";
import { compileLayersModel } from "../index.js";
import { expectClose, uniform } from "../parity.test.helper.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const BATCH = 5;
const CLASSES = 3;

function softmax() {
  const kernelInitializer = tfl.initializers.randomUniform({ minval: -1, maxval: 1, seed: 3 });
  const dense = tfl.layers.dense({
    inputShape: [4],
    units: CLASSES,
    activation: "softmax",
    kernelInitializer,
  });
  return tfl.sequential({ layers: [dense] });
}

const x = uniform(BATCH * 4, 1);
const fractions = uniform(BATCH * CLASSES, 2).map((value) => (value + 1) / 2);
const classes = Float32Array.from({ length: BATCH }, (_, i) => i % CLASSES);

// The keys of lossesMap in TensorFlow.js' losses.ts.
test.each([
  "meanSquaredError",
  "meanAbsoluteError",
  "meanAbsolutePercentageError",
  "meanSquaredLogarithmicError",
  "squaredHinge",
  "hinge",
  "categoricalHinge",
  "logcosh",
  "categoricalCrossentropy",
  "sparseCategoricalCrossentropy",
  "binaryCrossentropy",
  "kullbackLeiblerDivergence",
  "poisson",
  "cosineProximity",
])("%s and its gradient are those of model.compile", async (loss) => {
  const [ours, theirs] = [softmax(), softmax()];
  const [y, shape] =
    loss === "sparseCategoricalCrossentropy" ? [classes, [BATCH, 1]] : [fractions, [BATCH, CLASSES]];
  theirs.compile({ optimizer: tf.train.sgd(0.1), loss });
  const compiled = await compileLayersModel(ours, loss, { batchSize: BATCH, optimizer: sgd({ lr: 0.1 }) });
  const [inputs, targets] = [tf.tensor(x, [BATCH, 4]), tf.tensor(y, shape)];
  const expected = (await theirs.trainOnBatch(inputs, targets)) as number;
  expectClose("loss", [await compiled.trainOnBatch(x, y)], [expected]);
  await compiled.writeBack();
  for (const [i, weight] of ours.getWeights().entries())
    expectClose(`weight ${i}`, weight.dataSync(), theirs.getWeights()[i]!.dataSync());
  compiled.dispose();
});

test("targets of a shape that a loss does not take are refused, but for a last axis of one", async () => {
  const compile = (model: tfl.LayersModel, loss: string, targetShape: number[]) =>
    compileLayersModel(model, loss, { batchSize: BATCH, optimizer: sgd(), targetShape });
  await expect(compile(softmax(), "sparseCategoricalCrossentropy", [CLASSES])).rejects.toThrow(
    "targets of sparseCategoricalCrossentropy must have shape [5] for predictions of shape [5, 3], got [5, 3]",
  );
  await expect(compile(softmax(), "hinge", [])).rejects.toThrow(
    "targets of hinge must have shape [5, 3] for predictions of shape [5, 3], got [5]",
  );
  const column = tfl.sequential({ layers: [tfl.layers.dense({ inputShape: [4], units: 1 })] });
  const [flat, whole] = [
    await compile(column, "meanSquaredError", []),
    await compile(column, "meanSquaredError", [1]),
  ];
  expect(await flat.trainOnBatch(x, classes)).toBe(await whole.trainOnBatch(x, classes));
  flat.dispose();
  whole.dispose();
});
