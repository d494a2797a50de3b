import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, test } from "vitest";
import { expectParity, withGradients } from "../parity.test.helper.js";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 4 });

const halves = (x: tf.Tensor): number[] => x.shape.map((n) => Math.floor(n / 2));

/** Each function is given a tensor of rank 3 or 4 whose axes a transposition has already permuted. */
const cases: readonly (readonly [string, (x: tf.Tensor) => tf.Tensor])[] = [
  ["reshape", (x) => tf.reshape(x, [-1, x.shape[0]!])],
  ["flatten", (x) => tf.reshape(x, [-1])],
  ["expandDims", (x) => tf.expandDims(x, 1)],
  ["squeeze", (x) => tf.squeeze(x)],
  ["transpose", (x) => tf.transpose(x)],
  [
    "slice",
    (x) =>
      tf.slice(
        x,
        halves(x),
        x.shape.map(() => -1),
      ),
  ],
  [
    "pad",
    (x) =>
      tf.pad(
        x,
        x.shape.map((_, i) => [i % 2, 1] as [number, number]),
        0.5,
      ),
  ],
  [
    "tile",
    (x) =>
      tf.tile(
        x,
        x.shape.map((_, i) => 1 + (i % 2)),
      ),
  ],
  ["broadcastTo", (x) => tf.broadcastTo(tf.sum(x, 1, true), x.shape)],
  ["concat", (x) => tf.concat([x, tf.mul(x, 2), tf.relu(x)], 1)],
  ["stack", (x) => tf.stack([x, tf.neg(x)], 2)],
  ["unstack", (x) => tf.add(tf.unstack(tf.concat([x, x], 1), 1)[0]!, 1)],
  ["split", (x) => tf.split(tf.concat([x, x], 1), 2, 1)[1]!],
  ["reverse", (x) => tf.reverse(x, [0, 2])],
  ["onesLike", (x) => tf.add(tf.onesLike(x), tf.mul(x, tf.zerosLike(x)))],
  ["add of a transposed copy", (x) => tf.add(tf.transpose(tf.reshape(x, [x.shape[0]!, -1])), 1)],
];

describe("kernels that move elements agree with TensorFlow.js, gradients included", () => {
  test.each(cases)("%s", async (_, fn) => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 1, max: 99 }), async (shape, seed) => {
        const perm = shape.map((_, i) => (i + seed) % shape.length);
        await expectParity(
          withGradients(({ x }) => fn(tf.transpose(x!, perm))),
          { x: { shape } },
          {},
          seed,
        );
      }),
      { numRuns: 4 },
    );
  });
});

test("strided slices agree with TensorFlow.js, backwards too", async () => {
  await expectParity(
    ({ x }) => ({
      forwards: tf.stridedSlice(x!, [1, 0, 0], [5, 7, 3], [2, 3, 1]),
      backwards: tf.stridedSlice(x!, [4, 6, 0], [0, 1, 3], [-2, -1, 1]),
      shrunk: tf.stridedSlice(x!, [1, 0, 0], [2, 7, 3], [1, 1, 1], 0, 0, 0, 0, 1),
    }),
    { x: { shape: [5, 7, 3] } },
  );
});

test("mirrored padding agrees with TensorFlow.js", async () => {
  const paddings: [number, number][] = [
    [1, 2],
    [2, 0],
  ];
  await expectParity(({ x }) => ({ y: tf.mirrorPad(x!, paddings, "reflect") }), { x: { shape: [3, 4] } });
});
