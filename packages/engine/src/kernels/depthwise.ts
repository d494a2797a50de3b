import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import { conv, convTranspose } from "../ops/convolution.js";
import { binary } from "../ops/elementwise.js";
import { reduce } from "../ops/reduce.js";
import { reshape } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { CHANNELS_FIRST, inOrder, rowMajor, shapeOf, type View } from "../trace/view.js";
import { ofFullOutput, outputSize, windowOf, withoutExcess } from "./convolution.js";
import { shiftedSlices } from "./shifts.js";

type Shape4D = [number, number, number, number];

const infoOf = (
  inShape: readonly number[],
  filterShape: readonly number[],
  attrs: Pick<tf.DepthwiseConv2dNativeAttrs, "strides" | "pad" | "dimRoundingMode" | "dilations">,
) =>
  tf.backend_util.computeConv2DInfo(
    inShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );

/** Filters [kh, kw, channels, multiplier] as ONNX groups them: [channels * multiplier, 1, kh, kw]. */
function groupedFilter(graph: Graph, filter: View): Value {
  const [kh, kw, channels, multiplier] = shapeOf(filter) as Shape4D;
  return reshape(graph, inOrder(graph, filter, [2, 3, 0, 1]), [channels * multiplier, 1, kh, kw]);
}

/** The depthwise convolution of images [n, height, width, channels] with filters. */
export function depthwiseConvolved(
  graph: Graph,
  x: View,
  filter: View,
  attrs: tf.DepthwiseConv2dNativeAttrs,
): View {
  const info = infoOf(shapeOf(x), shapeOf(filter), attrs);
  const images = inOrder(graph, x, CHANNELS_FIRST);
  const filters = groupedFilter(graph, filter);
  const full = conv(graph, images, filters, windowOf(info), outputSize(info), info.inChannels);
  return { value: withoutExcess(graph, full, info), order: CHANNELS_FIRST };
}

/** Depthwise convolution: every channel has filters of its own. */
export const depthwiseKernels: readonly Kernel[] = [
  kernel<"x" | "filter", tf.DepthwiseConv2dNativeAttrs>(
    "DepthwiseConv2dNative",
    ({ graph, inputs: { x, filter }, attrs }) => depthwiseConvolved(graph, x, filter, attrs),
  ),
  kernel<"dy" | "filter", tf.DepthwiseConv2dNativeBackpropInputAttrs>(
    "DepthwiseConv2dNativeBackpropInput",
    ({ graph, inputs: { dy, filter }, attrs }) => {
      const asked = infoOf(attrs.inputShape, shapeOf(filter), attrs);
      const { dy: grads, info } = ofFullOutput(graph, inOrder(graph, dy, CHANNELS_FIRST), asked);
      const value = convTranspose(
        graph,
        grads,
        groupedFilter(graph, filter),
        windowOf(info),
        [info.inHeight, info.inWidth],
        info.inChannels,
      );
      return { value, order: CHANNELS_FIRST };
    },
  ),
  kernel<"x" | "dy", tf.DepthwiseConv2dNativeBackpropFilterAttrs>(
    "DepthwiseConv2dNativeBackpropFilter",
    ({ graph, inputs: { x, dy }, attrs }) => {
      const asked = infoOf(shapeOf(x), attrs.filterShape, attrs);
      const { dy: grads, info } = ofFullOutput(graph, inOrder(graph, dy, CHANNELS_FIRST), asked);
      const [kh, kw, channels, multiplier] = attrs.filterShape;
      const taps = shiftedSlices(graph, inOrder(graph, x, CHANNELS_FIRST), windowOf(info), outputSize(info));
      const pixels = info.outHeight * info.outWidth;
      const seen = reshape(graph, taps, [info.batchSize, kh * kw, channels, 1, pixels]);
      const made = reshape(graph, grads, [info.batchSize, 1, channels, multiplier, pixels]);
      const sum = reduce(graph, "ReduceSum", binary(graph, "Mul", seen, made), [0, 4]);
      return rowMajor(reshape(graph, sum, [kh, kw, channels, multiplier]));
    },
  ),
];
