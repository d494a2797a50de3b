import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { channelBlock } from "../channelBlock.js";
import { Graph } from "../graph/graph.js";
import { nodesInOrder } from "../graph/visit.js";
import { expectParity } from "../parity.test.helper.js";
import { blockedFilterGradient } from "./blocked.js";

const [block = 8] = [await channelBlock()];

test.each([
  ["images of three channels", [9, 9, 3], [3, 3], 1, "same"],
  ["stride 2, padded at the end alone", [8, 8, 3], [3, 3], 2, "same"],
  ["stride 2 that leaves a row over", [8, 9, 16], [3, 3], 2, "valid"],
  ["padding on all sides", [6, 5, 16], [3, 3], 2, 1],
  ["a window that is not square", [7, 9, 4], [2, 5], 1, "valid"],
] as const)("filter gradient of %s", async (_, image, kernel, stride, pad) => {
  const shapes = { x: [block, ...image], filter: [...kernel, image[2], 2 * block] };
  await expectParity(
    ({ x, filter }) => ({
      gradient: tf.grad((f) => tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, stride, pad))))(
        filter!,
      ),
    }),
    { x: { shape: shapes.x }, filter: { shape: shapes.filter } },
  );
});

test("taps that the stride left over are not computed", () => {
  const graph = new Graph();
  const x = graph.input("x", [8, 3, 10, 10], "float32");
  const dy = graph.input("dy", [8, 16, 4, 4], "float32");
  const window = { kernel: [3, 3], strides: [2, 2], dilations: [1, 1], pads: [0, 0, 0, 0] };
  const gradient = blockedFilterGradient(graph, x, dy, window, 8);
  expect(gradient.shape).toEqual([3, 16, 3, 3]);
  expect(nodesInOrder([gradient]).map(({ op }) => op)).toContain("Slice");
});
