import * as tf from "@tensorflow/tfjs-core";
import { range } from "../graph/shapes.js";
import { pad, slice } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { inOrder, inRowMajor, reshapeView, rowMajor, shapeOf, type View } from "../trace/view.js";

/** The tensor with its axes permuted, which only renumbers them. */
const permuted = (view: View, perm: readonly number[]): View => ({
  value: view.value,
  order: view.order.map((axis) => perm.indexOf(axis)),
});

/** Moving blocks of pixels between space and the batch or the channels. */
export const blockKernels: readonly Kernel[] = [
  kernel<"x", tf.SpaceToBatchNDAttrs>("SpaceToBatchND", ({ graph, inputs: { x }, attrs }) => {
    const { blockShape, paddings } = attrs;
    const amounts = range(shapeOf(x).length).map((axis) => paddings[axis - 1] ?? [0, 0]);
    const value = pad(
      graph,
      inRowMajor(graph, x),
      amounts.map((pair) => pair[0]!),
      amounts.map((pair) => pair[1]!),
    );
    const count = blockShape.reduce((a, b) => a * b, 1);
    const shape = [...value.shape];
    const split = tf.backend_util.getReshaped(shape, blockShape, count, false);
    const perm = tf.backend_util.getPermuted(split.length, blockShape.length, false);
    const blocks = permuted(reshapeView(graph, rowMajor(value), split), perm);
    const merged = tf.backend_util.getReshapedPermuted(shape, blockShape, count, false);
    return reshapeView(graph, blocks, merged);
  }),
  kernel<"x", tf.BatchToSpaceNDAttrs>("BatchToSpaceND", ({ graph, inputs: { x }, attrs }) => {
    const { blockShape, crops } = attrs;
    const shape = shapeOf(x);
    const count = blockShape.reduce((a, b) => a * b, 1);
    const split = tf.backend_util.getReshaped(shape, blockShape, count);
    const perm = tf.backend_util.getPermuted(split.length, blockShape.length);
    const blocks = permuted(reshapeView(graph, x, split), perm);
    const merged = tf.backend_util.getReshapedPermuted(shape, blockShape, count);
    const begin = tf.backend_util.getSliceBeginCoords(crops, blockShape.length);
    const size = tf.backend_util.getSliceSize(merged, crops, blockShape.length);
    const whole = inRowMajor(graph, reshapeView(graph, blocks, merged));
    const starts = merged.map((_, axis) => begin[axis] ?? 0);
    const ends = merged.map((extent, axis) => starts[axis]! + (size[axis] ?? extent));
    return rowMajor(slice(graph, whole, starts, ends));
  }),
  kernel<"x", tf.DepthToSpaceAttrs>(
    "DepthToSpace",
    ({ graph, inputs: { x }, attrs: { blockSize, dataFormat } }) => {
      const channelsFirst = dataFormat === "NCHW";
      const images = channelsFirst ? permuted(x, [0, 2, 3, 1]) : x;
      const [n, height, width, channels] = shapeOf(images) as [number, number, number, number];
      const depth = channels / blockSize ** 2;
      const split = rowMajor(inOrder(graph, images, range(4)));
      const blocks = reshapeView(graph, split, [n, height, width, blockSize, blockSize, depth]);
      const moved = permuted(blocks, [0, 1, 3, 2, 4, 5]);
      const made = reshapeView(graph, moved, [n, height * blockSize, width * blockSize, depth]);
      return channelsFirst ? permuted(made, [0, 3, 1, 2]) : made;
    },
  ),
];
