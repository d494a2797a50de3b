import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range, sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { blockedConv, blockedFilter, blockedFilterGradient, turnedBlockedFilter } from "../ops/blocked.js";
import { conv, convTranspose, type Window } from "../ops/convolution.js";
import { gemm, splitProduct } from "../ops/linear.js";
import { pad, reshape, reverse, slice, transpose } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { CHANNELS_FIRST, inOrder, inRowMajor, shapeOf, type View } from "../trace/view.js";
import { pixelColumns } from "./shifts.js";

/** TensorFlow.js filters are [kh, kw, in, out], ONNX's [out, in, kh, kw]. */
const FILTER_ORDER: readonly number[] = [3, 2, 0, 1];

type Info = tf.backend_util.Conv2DInfo;

/** ONNX rounds down: where TensorFlow.js rounds up, the last windows reach further over the edge than it says. */
export function windowOf(info: Info): Window {
  const { top, left, bottom, right } = info.padInfo;
  const below = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight - info.inHeight - top;
  const beside = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth - info.inWidth - left;
  return {
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pads: [top, left, Math.max(bottom, below), Math.max(right, beside)],
  };
}

/**
 * The size of the output that ONNX computes. Where padding is a number TensorFlow.js sizes both axes by the filter's
 * height and the stride along it, which may leave windows out beside the last.
 */
export function outputSize(info: Info): number[] {
  const { strides, pads } = windowOf(info);
  const { inHeight, inWidth, effectiveFilterHeight, effectiveFilterWidth } = info;
  const room = [inHeight - effectiveFilterHeight, inWidth - effectiveFilterWidth];
  return room.map((free, i) => Math.floor((free + pads[i]! + pads[i + 2]!) / strides[i]!) + 1);
}

/** Of what ONNX computes, channels first, what TensorFlow.js does. */
export const withoutExcess = (graph: Graph, full: Value, { outHeight, outWidth }: Info): Value =>
  slice(graph, full, [0, 0, 0, 0], [...full.shape.slice(0, 2), outHeight, outWidth]);

/**
 * The gradient of what ONNX computes from that of what TensorFlow.js does, `dy`, channels first, and the convolution or
 * pooling with an output that large: TensorFlow.js does not tell gradients how its size was rounded.
 */
export function ofFullOutput(graph: Graph, dy: Value, info: Info): { dy: Value; info: Info } {
  const [, , rows, columns] = dy.shape as [number, number, number, number];
  const [outHeight, outWidth] = outputSize({ ...info, outHeight: rows, outWidth: columns }) as [
    number,
    number,
  ];
  const full = pad(graph, dy, [0, 0, 0, 0], [0, 0, outHeight - rows, outWidth - columns]);
  return { dy: full, info: { ...info, outHeight, outWidth } };
}

/** The axis order in which images of a TensorFlow.js data format are NCHW. */
const imageOrder = (dataFormat: string): readonly number[] =>
  dataFormat === "NCHW" ? range(4) : CHANNELS_FIRST;

const infoOf = (
  inShape: readonly number[],
  filterShape: readonly number[],
  attrs: Pick<tf.Conv2DAttrs, "strides" | "pad" | "dimRoundingMode" | "dataFormat"> & {
    dilations?: tf.Conv2DAttrs["dilations"];
  },
): Info =>
  tf.backend_util.computeConv2DInfo(
    inShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    false,
    attrs.dataFormat === "NCHW" ? "channelsFirst" : "channelsLast",
  );

/** The runtime's channel block, if convolutions between so many channels can use it. */
function usableBlock({ traits }: Graph, { inChannels, outChannels }: Info): number | undefined {
  const { channelBlock } = traits;
  if (channelBlock === undefined) return undefined;
  return inChannels % channelBlock === 0 && outChannels % channelBlock === 0 ? channelBlock : undefined;
}

/** With fewer channels than this, copying pixels one by one costs more than a slower product saves. */
const FEWEST_CHANNELS_TO_GATHER = 8;

/** Up to so many pixels in an output image, `Conv`, which works image by image, is slower than one product. */
const FEWEST_PIXELS_TO_CONVOLVE = 32;

/** The convolution of images, a view [n, height, width, channels] or NCHW by the data format, with filters. */
export function convolved(graph: Graph, x: View, filter: View, attrs: tf.Conv2DAttrs): View {
  const order = imageOrder(attrs.dataFormat);
  const info = infoOf(shapeOf(x), shapeOf(filter), attrs);
  const images = inOrder(graph, x, order);
  const [window, out] = [windowOf(info), outputSize(info)];
  const pixels = sizeOf(out);
  const block = usableBlock(graph, info);
  const view = (full: Value): View => ({ value: withoutExcess(graph, full, info), order });
  if (pixels >= FEWEST_PIXELS_TO_CONVOLVE && block !== undefined) {
    const blocks = blockedFilter(graph, inRowMajor(graph, filter), block);
    return view(blockedConv(graph, images, blocks, window, out));
  }
  if (pixels >= FEWEST_PIXELS_TO_CONVOLVE || info.inChannels < FEWEST_CHANNELS_TO_GATHER)
    return view(conv(graph, images, inOrder(graph, filter, FILTER_ORDER), window, out));
  // The same columns serve the gradient for the filters.
  const columns = pixelColumns(graph, images, window, out);
  const weights = reshape(graph, inRowMajor(graph, filter), [columns.shape[1]!, info.outChannels]);
  const rows = reshape(graph, gemm(graph, columns, weights), [info.batchSize, pixels, info.outChannels]);
  return view(reshape(graph, transpose(graph, rows, [0, 2, 1]), [info.batchSize, info.outChannels, ...out]));
}

/** Gradient for the images. With stride 1 it is a convolution with the filters turned round, in and out swapped. */
function inputGradient(graph: Graph, dy: Value, filter: View, info: Info): Value {
  const window = windowOf(info);
  const size = [info.inHeight, info.inWidth];
  if (window.strides.some((stride) => stride > 1))
    return convTranspose(graph, dy, inOrder(graph, filter, FILTER_ORDER), window, size);
  const reach = window.kernel.map((extent, i) => (extent - 1) * window.dilations[i]!);
  const pads = window.pads.map((amount, i) => reach[i % 2]! - amount);
  if (pads.some((amount) => amount < 0))
    return convTranspose(graph, dy, inOrder(graph, filter, FILTER_ORDER), window, size);
  const block = usableBlock(graph, info);
  if (block !== undefined) {
    const blocks = turnedBlockedFilter(graph, inRowMajor(graph, filter), block);
    return blockedConv(graph, dy, blocks, { ...window, pads }, size);
  }
  const turned = reverse(graph, inOrder(graph, filter, [2, 3, 0, 1]), [2, 3]);
  return conv(graph, dy, turned, { ...window, pads }, size);
}

/** Gradient for the filters, as a view [kh, kw, in, out]. */
function filterGradient(graph: Graph, x: Value, dy: Value, info: Info): View {
  const { batchSize, inChannels, outChannels, filterHeight, filterWidth } = info;
  const window = windowOf(info);
  const block = graph.traits.channelBlock;
  if (block !== undefined && filterWidth > 1 && batchSize % block === 0 && outChannels % block === 0)
    return { value: blockedFilterGradient(graph, x, dy, window, block), order: [2, 3, 0, 1] };
  const { massivelyParallel } = graph.traits;
  if (inChannels < FEWEST_CHANNELS_TO_GATHER && !massivelyParallel) {
    // A convolution with batch and channels swapped, dy for filters, strides and dilations exchanged.
    const swap = [1, 0, 2, 3];
    const swapped = {
      ...window,
      kernel: outputSize(info),
      strides: window.dilations,
      dilations: window.strides,
    };
    // Rows and columns that the stride left over in the forward pass give taps that do not exist.
    const reached = [info.inHeight, info.inWidth].map((size, i) => {
      const room =
        size + window.pads[i]! + window.pads[i + 2]! - window.strides[i]! * (swapped.kernel[i]! - 1);
      return Math.floor((room - 1) / window.dilations[i]!) + 1;
    });
    const taps = conv(graph, transpose(graph, x, swap), transpose(graph, dy, swap), swapped, reached);
    const ends = [inChannels, outChannels, filterHeight, filterWidth];
    return { value: slice(graph, taps, [0, 0, 0, 0], ends), order: [2, 3, 0, 1] };
  }
  // What each tap sees of every image, times dy: a product of matrices, whose sums are over all pixels of the batch.
  const pixels = info.outHeight * info.outWidth;
  const columns = pixelColumns(graph, x, window, outputSize(info));
  const rows = reshape(graph, dy, [batchSize, outChannels, pixels]);
  const taps = filterHeight * filterWidth * inChannels;
  const sum = massivelyParallel
    ? splitProduct(graph, rows, reshape(graph, columns, [batchSize, pixels, taps]))
    : gemm(
        graph,
        reshape(graph, transpose(graph, rows, [1, 0, 2]), [outChannels, batchSize * pixels]),
        columns,
      );
  const value = reshape(graph, sum, [outChannels, filterHeight, filterWidth, inChannels]);
  return { value, order: [3, 0, 1, 2] };
}

export const convolutionKernels: readonly Kernel[] = [
  kernel<"x" | "filter", tf.Conv2DAttrs>("Conv2D", ({ graph, inputs: { x, filter }, attrs }) =>
    convolved(graph, x, filter, attrs),
  ),
  kernel<"dy" | "filter", tf.Conv2DBackpropInputAttrs>(
    "Conv2DBackpropInput",
    ({ graph, inputs: { dy, filter }, attrs }) => {
      const order = imageOrder(attrs.dataFormat);
      const asked = infoOf(attrs.inputShape, shapeOf(filter), attrs);
      const full = ofFullOutput(graph, inOrder(graph, dy, order), asked);
      return { value: inputGradient(graph, full.dy, filter, full.info), order };
    },
  ),
  kernel<"x" | "dy", tf.Conv2DBackpropFilterAttrs>(
    "Conv2DBackpropFilter",
    ({ graph, inputs: { x, dy }, attrs }) => {
      const order = imageOrder(attrs.dataFormat);
      const asked = infoOf(shapeOf(x), attrs.filterShape, attrs);
      const full = ofFullOutput(graph, inOrder(graph, dy, order), asked);
      return filterGradient(graph, inOrder(graph, x, order), full.dy, full.info);
    },
  ),
];
