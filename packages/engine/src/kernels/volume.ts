import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { averagePool, conv, convTranspose, maxPool, type Window } from "../ops/convolution.js";
import { binary } from "../ops/elementwise.js";
import { pad, reshape, slice, transpose } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { inOrder, shapeOf, type View } from "../trace/view.js";
import { toMaxima } from "./pool.js";

type Shape5D = [number, number, number, number, number];
type Triple = [number, number, number];
type Info = tf.backend_util.Conv3DInfo;

/** NDHWC tensors held as NCDHW, and so are filters [kd, kh, kw, in, out] held as [out, in, kd, kh, kw]. */
const CHANNELS_FIRST: readonly number[] = [0, 4, 1, 2, 3];
const FILTER_ORDER: readonly number[] = [4, 3, 0, 1, 2];

const outSize = (info: Info): number[] => [info.outDepth, info.outHeight, info.outWidth];

/** Where the first window begins along each axis: before the volume, or behind its first voxels. */
const firstOf = ({ padInfo: { front, top, left } }: Info): number[] => [-front, -top, -left];

/** Voxels before the first window: strides longer than windows make TensorFlow.js pad by less than nothing. */
const skipped = (info: Info): number[] => firstOf(info).map((first) => Math.max(0, first));

/** The size of the volume without the voxels skipped. */
const seenSize = (info: Info): number[] => {
  const [depth, height, width] = skipped(info) as Triple;
  return [info.inDepth - depth, info.inHeight - height, info.inWidth - width];
};

/** The windows over what is seen, padded as far as they reach. */
function windowOf(info: Info): Window {
  const kernel = [info.filterDepth, info.filterHeight, info.filterWidth];
  const strides = [info.strideDepth, info.strideHeight, info.strideWidth];
  const dilations = [info.dilationDepth, info.dilationHeight, info.dilationWidth];
  const before = firstOf(info).map((first) => Math.max(0, -first));
  const [seen, out] = [seenSize(info), outSize(info)];
  const after = kernel.map((extent, axis) => {
    const reach = (out[axis]! - 1) * strides[axis]! + (extent - 1) * dilations[axis]! + 1;
    return Math.max(0, reach - before[axis]! - seen[axis]!);
  });
  return { kernel, strides, dilations, pads: [...before, ...after] };
}

const convInfo = (
  inShape: readonly number[],
  filterShape: readonly number[],
  attrs: tf.Conv3DBackpropInputV2Attrs | tf.Conv3DBackpropFilterV2Attrs | tf.Conv3DAttrs,
): Info =>
  tf.backend_util.computeConv3DInfo(
    inShape as Shape5D,
    filterShape as Shape5D,
    attrs.strides,
    "dilations" in attrs ? attrs.dilations : 1,
    attrs.pad,
  );

const poolInfo = (shape: readonly number[], attrs: tf.MaxPool3DGradAttrs): Info =>
  tf.backend_util.computePool3DInfo(
    shape as Shape5D,
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );

const held = (value: Value): View => ({ value, order: CHANNELS_FIRST });

const volumes = (graph: Graph, view: View): Value => inOrder(graph, view, CHANNELS_FIRST);

/** The volumes without the voxels skipped. */
function seenOf(graph: Graph, view: View, info: Info): Value {
  const whole = volumes(graph, view);
  return slice(graph, whole, [0, 0, ...skipped(info)], whole.shape);
}

/** The gradient of volumes from that of what is seen of them. */
const wholeOf = (graph: Graph, seen: Value, info: Info): View =>
  held(pad(graph, seen, [0, 0, ...skipped(info)], [0, 0, 0, 0, 0]));

/** How many voxels of the volume each window of an average covers: padding does not count. */
function coverage(graph: Graph, info: Info): Value {
  const { kernel, strides, pads } = windowOf(info);
  const [depths, rows, columns] = seenSize(info).map((size, axis) =>
    range(outSize(info)[axis]!).map((i) => {
      const start = i * strides[axis]! - pads[axis]!;
      return Math.min(start + kernel[axis]!, size) - Math.max(start, 0);
    }),
  ) as [number[], number[], number[]];
  const counts = depths.flatMap((d) => rows.flatMap((r) => columns.map((c) => d * r * c)));
  return graph.constant(Float32Array.from(counts), outSize(info), "float32");
}

/** Convolution and pooling of volumes [n, depth, height, width, channels]. */
export const volumeKernels: readonly Kernel[] = [
  kernel<"x" | "filter", tf.Conv3DAttrs>("Conv3D", ({ graph, inputs: { x, filter }, attrs }) => {
    const info = convInfo(shapeOf(x), shapeOf(filter), attrs);
    const filters = inOrder(graph, filter, FILTER_ORDER);
    return held(conv(graph, seenOf(graph, x, info), filters, windowOf(info), outSize(info)));
  }),
  kernel<"dy" | "filter", tf.Conv3DBackpropInputV2Attrs>(
    "Conv3DBackpropInputV2",
    ({ graph, inputs: { dy, filter }, attrs }) => {
      const info = convInfo(attrs.inputShape, shapeOf(filter), attrs);
      const filters = inOrder(graph, filter, FILTER_ORDER);
      const dx = convTranspose(graph, volumes(graph, dy), filters, windowOf(info), seenSize(info));
      return wholeOf(graph, dx, info);
    },
  ),
  // A convolution with batch and channels swapped, dy for filters, strides and dilations exchanged.
  kernel<"x" | "dy", tf.Conv3DBackpropFilterV2Attrs>(
    "Conv3DBackpropFilterV2",
    ({ graph, inputs: { x, dy }, attrs }) => {
      const info = convInfo(shapeOf(x), attrs.filterShape, attrs);
      const { strides, dilations, pads } = windowOf(info);
      const kernel = outSize(info);
      const window = { kernel, strides: dilations, dilations: strides, pads };
      // What the stride left over in the forward pass gives taps that do not exist.
      const reached = seenSize(info).map((size, axis) => {
        const room = size + pads[axis]! + pads[axis + 3]! - strides[axis]! * (kernel[axis]! - 1);
        return Math.floor((room - 1) / dilations[axis]!) + 1;
      });
      const swapped = [seenOf(graph, x, info), volumes(graph, dy)].map((value) =>
        transpose(graph, value, [1, 0, 2, 3, 4]),
      );
      const taps = conv(graph, swapped[0]!, swapped[1]!, window, reached);
      const ends = [info.inChannels, info.outChannels, ...attrs.filterShape.slice(0, 3)];
      return { value: slice(graph, taps, [0, 0, 0, 0, 0], ends), order: [3, 4, 0, 1, 2] };
    },
  ),
  kernel<"x", tf.MaxPool3DAttrs>("MaxPool3D", ({ graph, inputs: { x }, attrs }) => {
    const info = poolInfo(shapeOf(x), attrs);
    return held(maxPool(graph, seenOf(graph, x, info), windowOf(info), outSize(info)).maxima);
  }),
  kernel<"x", tf.AvgPool3DAttrs>("AvgPool3D", ({ graph, inputs: { x }, attrs }) => {
    const info = poolInfo(shapeOf(x), attrs);
    return held(averagePool(graph, seenOf(graph, x, info), windowOf(info), outSize(info)));
  }),
  kernel<"dy" | "input", tf.MaxPool3DGradAttrs>("MaxPool3DGrad", ({ graph, inputs, attrs }) => {
    const info = poolInfo(shapeOf(inputs.input), attrs);
    const [x, dy] = [seenOf(graph, inputs.input, info), volumes(graph, inputs.dy)];
    return wholeOf(graph, toMaxima(graph, x, dy, windowOf(info)), info);
  }),
  kernel<"dy" | "input", tf.AvgPool3DGradAttrs>("AvgPool3DGrad", ({ graph, inputs, attrs }) => {
    const info = poolInfo(shapeOf(inputs.input), attrs);
    const shares = binary(graph, "Div", volumes(graph, inputs.dy), coverage(graph, info));
    const window = windowOf(info);
    const size = seenSize(info);
    const apart = reshape(graph, shares, [info.batchSize * info.inChannels, 1, ...outSize(info)]);
    const dx = convTranspose(graph, apart, graph.fill(1, [1, 1, ...window.kernel]), window, size);
    return wholeOf(graph, reshape(graph, dx, [info.batchSize, info.inChannels, ...size]), info);
  }),
];
