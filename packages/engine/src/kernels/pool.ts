import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range, sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { averagePool, convTranspose, maxPool, type Window } from "../ops/convolution.js";
import { binary, where } from "../ops/elementwise.js";
import { concat, expand, reshape, slice } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { CHANNELS_FIRST, inOrder, shapeOf } from "../trace/view.js";
import { ofFullOutput, outputSize, windowOf, withoutExcess } from "./convolution.js";
import { shiftedSlices } from "./shifts.js";

/** Less than any pixel. */
const LOWEST = -3.4028234663852886e38;

type Shape4D = [number, number, number, number];
type PoolInfo = tf.backend_util.Conv2DInfo;
type PoolAttrs = Pick<tf.MaxPoolAttrs, "filterSize" | "strides" | "pad" | "dimRoundingMode">;

const infoOf = (shape: readonly number[], attrs: PoolAttrs): PoolInfo =>
  tf.backend_util.computePool2DInfo(
    shape as Shape4D,
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );

/** How many pixels of the image each window of an average covers: padding does not count. */
function coverage(info: PoolInfo): Float32Array {
  const along = (out: number, stride: number, kernel: number, before: number, size: number) =>
    range(out).map((i) => {
      const start = i * stride - before;
      return Math.min(start + kernel, size) - Math.max(start, 0);
    });
  const { padInfo } = info;
  const rows = along(info.outHeight, info.strideHeight, info.filterHeight, padInfo.top, info.inHeight);
  const columns = along(info.outWidth, info.strideWidth, info.filterWidth, padInfo.left, info.inWidth);
  return Float32Array.from(rows.flatMap((height) => columns.map((width) => height * width)));
}

/** The gradient of maximum pooling, of images or volumes: each maximum sends its gradient to the place it came from. */
export const toMaxima = (graph: Graph, images: Value, dy: Value, window: Window): Value =>
  (graph.traits.lacks.has("MaxPool indices") ? shareWithMaxima : scatterToMaxima)(graph, images, dy, window);

/** By the indices of the maxima. */
function scatterToMaxima(graph: Graph, images: Value, dy: Value, window: Window): Value {
  const { indices } = maxPool(graph, images, window, dy.shape.slice(2));
  const zeros = graph.fill(0, [sizeOf(images.shape)]);
  const operands = [
    zeros,
    reshape(graph, indices, [sizeOf(dy.shape)]),
    reshape(graph, dy, [sizeOf(dy.shape)]),
  ];
  const type = { shape: zeros.shape, dtype: zeros.dtype };
  const flat = graph.emit("ScatterElements", operands, { axis: 0, reduction: "add" }, [type])[0]!;
  return reshape(graph, flat, images.shape);
}

/**
 * Without indices: for each tap of the window dy where that tap is the first to be the maximum, brought back to the
 * image by a transposed convolution that knows the place of each tap.
 */
function shareWithMaxima(graph: Graph, images: Value, dy: Value, window: Window): Value {
  const [n, c, ...size] = images.shape as [number, number, ...number[]];
  const out = dy.shape.slice(2);
  const taps = sizeOf(window.kernel);
  const { maxima } = maxPool(graph, images, window, out);
  const all = reshape(graph, shiftedSlices(graph, images, window, out, LOWEST), [n, taps, c, ...out]);
  let rest = dy;
  const shares = range(taps).map((tap) => {
    const starts = [0, tap, 0, ...out.map(() => 0)];
    const seen = slice(graph, all, starts, [n, tap + 1, c, ...out]);
    const hit = binary(graph, "Equal", reshape(graph, seen, dy.shape), maxima);
    const zeros = graph.fill(0);
    const share = where(graph, hit, rest, zeros);
    rest = where(graph, hit, zeros, rest);
    return reshape(graph, share, [n * c, 1, ...out]);
  });
  const places = new Float32Array(taps * taps);
  for (const tap of range(taps)) places[tap * taps + tap] = 1;
  const filter = graph.constant(places, [taps, 1, ...window.kernel], "float32");
  return reshape(graph, convTranspose(graph, concat(graph, shares, 1), filter, window, size), images.shape);
}

export const poolKernels: readonly Kernel[] = [
  kernel<"x", tf.MaxPoolAttrs>("MaxPool", ({ graph, inputs: { x }, attrs }) => {
    const info = infoOf(shapeOf(x), attrs);
    const images = inOrder(graph, x, CHANNELS_FIRST);
    const { maxima } = maxPool(graph, images, windowOf(info), outputSize(info));
    return { value: withoutExcess(graph, maxima, info), order: CHANNELS_FIRST };
  }),
  kernel<"x", tf.AvgPoolAttrs>("AvgPool", ({ graph, inputs: { x }, attrs }) => {
    const info = infoOf(shapeOf(x), attrs);
    const images = inOrder(graph, x, CHANNELS_FIRST);
    const means = averagePool(graph, images, windowOf(info), outputSize(info));
    return { value: withoutExcess(graph, means, info), order: CHANNELS_FIRST };
  }),
  // Windows that overlap add up.
  kernel<"dy" | "input" | "output", tf.MaxPoolGradAttrs>("MaxPoolGrad", ({ graph, inputs, attrs }) => {
    const images = inOrder(graph, inputs.input, CHANNELS_FIRST);
    const asked = infoOf(shapeOf(inputs.input), attrs);
    const { dy, info } = ofFullOutput(graph, inOrder(graph, inputs.dy, CHANNELS_FIRST), asked);
    return { value: toMaxima(graph, images, dy, windowOf(info)), order: CHANNELS_FIRST };
  }),
  // Each output shares its gradient out evenly: a transposed convolution with ones, channel by channel.
  kernel<"dy" | "input", tf.AvgPoolGradAttrs>("AvgPoolGrad", ({ graph, inputs, attrs }) => {
    const asked = infoOf(shapeOf(inputs.input), attrs);
    const { dy, info } = ofFullOutput(graph, inOrder(graph, inputs.dy, CHANNELS_FIRST), asked);
    const counts = graph.constant(coverage(info), [info.outHeight, info.outWidth], "float32");
    const shares = binary(graph, "Div", dy, counts);
    const size = [info.inHeight, info.inWidth];
    if (info.outHeight === 1 && info.outWidth === 1 && sizeOf(size) === info.filterHeight * info.filterWidth)
      return { value: expand(graph, shares, [...dy.shape.slice(0, 2), ...size]), order: CHANNELS_FIRST };
    const ones = graph.fill(1, [info.inChannels, 1, info.filterHeight, info.filterWidth]);
    const value = convTranspose(graph, shares, ones, windowOf(info), size, info.inChannels);
    return { value, order: CHANNELS_FIRST };
  }),
];
