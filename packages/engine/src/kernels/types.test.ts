import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { compile } from "../index.js";

type Unary = (x: tf.Tensor) => tf.Tensor;

const FLOATS: Record<string, Unary> = {
  expm1: tf.expm1,
  isFinite: tf.isFinite,
  log1p: tf.log1p,
  logSigmoid: tf.logSigmoid,
  selu: tf.selu,
  softplus: tf.softplus,
  batchNorm: (x) => tf.batchNorm(x, tf.tensor1d([1, 2]), tf.tensor1d([3, 4])),
};

const NUMBERS: Record<string, Unary> = {
  addN: (x) => tf.addN([x, x]),
  clipByValue: (x) => tf.clipByValue(x, 1, 2),
  cumprod: (x) => tf.cumprod(x, 1),
  cumsum: (x) => tf.cumsum(x, 1),
  max: (x) => tf.max(x, 1),
  min: (x) => tf.min(x, 0),
  relu: tf.relu,
  relu6: tf.relu6,
  square: tf.square,
  squaredDifference: (x) => tf.squaredDifference(x, tf.reverse(x)),
  step: (x) => tf.step(x),
};

/** Expects what `fn` makes of a matrix of another type to be what it makes of floats. */
async function expectAsOfFloats(fn: Unary, dtype: "int32" | "bool"): Promise<void> {
  const run = await compile(
    ({ x }) => ({
      ofOthers: tf.cast(fn(tf.cast(x, dtype)), "float32"),
      ofFloats: tf.cast(fn(tf.cast(tf.cast(x, dtype), "float32")), "float32"),
    }),
    { x: { shape: [2, 2], dtype: "int32" } },
  );
  const { ofOthers, ofFloats } = await run({ x: Int32Array.of(3, 0, 1, 2) });
  expect(ofOthers).toEqual(ofFloats);
  run.dispose();
}

test.each(Object.entries({ ...FLOATS, ...NUMBERS }))("%s takes integers", (_, fn) =>
  expectAsOfFloats(fn, "int32"),
);

test.each(Object.entries({ ...FLOATS, ...NUMBERS }))("%s takes truth values", (_, fn) =>
  expectAsOfFloats(fn, "bool"),
);
