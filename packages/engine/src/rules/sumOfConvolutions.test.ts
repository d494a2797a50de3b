import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { channelBlock } from "../channelBlock.js";
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import { BLOCKED_CONV, blockedConv } from "../ops/blocked.js";
import { binary } from "../ops/elementwise.js";
import { expectParity } from "../parity.test.helper.js";
import { rewrite } from "./rules.test.helper.js";
import { sumOfConvolutions } from "./sumOfConvolutions.js";

const known = await channelBlock();
const block = known ?? 8;
/** Without blocks in the runtime there is nothing to run. */
const blockedTest = test.skipIf(known === undefined);
const images = [1, block, 6, 6];
const filters = [block, block, 3, 3];
const window = { kernel: [3, 3], strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1] };
const convolve = (graph: Graph, x: Value, filter: Value) => blockedConv(graph, x, filter, window, [6, 6]);

blockedTest("the second of two convolutions accumulates onto the first", () => {
  const { nodes } = rewrite(sumOfConvolutions, [images, filters, filters], (g, x, a, b) =>
    binary(g, "Add", convolve(g, x, a), convolve(g, x, b)),
  );
  expect(nodes.map(({ op }) => op)).not.toContain("Add");
  expect(nodes.filter(({ op }) => op === BLOCKED_CONV).map(({ inputs }) => inputs.length)).toEqual([2, 4]);
});

blockedTest("a convolution that others read too is added as it was", () => {
  const { ops } = rewrite(sumOfConvolutions, [images, filters, filters], (g, x, a, b) => {
    const first = convolve(g, x, a);
    return binary(g, "Mul", first, binary(g, "Add", first, convolve(g, x, b)));
  });
  expect(ops).toContain("Add");
});

test("the gradient for images that two convolutions read agrees with TensorFlow.js", async () => {
  const shape = [3, 3, block, block];
  await expectParity(
    ({ x, a, b }) => {
      const branch = (v: tf.Tensor, filter: tf.Tensor) =>
        tf.sum(tf.square(tf.conv2d(v as tf.Tensor4D, filter as tf.Tensor4D, 1, "same")));
      return { dx: tf.grad((v) => tf.add(branch(v, a!), branch(v, b!)))(x!) };
    },
    { x: { shape: [2, 7, 6, block] }, a: { shape }, b: { shape } },
  );
});
