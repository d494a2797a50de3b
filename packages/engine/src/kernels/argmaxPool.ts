import * as tf from "@tensorflow/tfjs-core";
import { range } from "../graph/shapes.js";
import { maxPool } from "../ops/convolution.js";
import { binary, cast } from "../ops/elementwise.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { CHANNELS_FIRST, inOrder, shapeOf } from "../trace/view.js";
import { outputSize, windowOf, withoutExcess } from "./convolution.js";

/** Maximum pooling that tells where the maxima were, counted as the elements of an NHWC tensor lie. */
export const argmaxPoolKernels: readonly Kernel[] = [
  kernel<"x", tf.MaxPoolWithArgmaxAttrs>("MaxPoolWithArgmax", ({ graph, inputs: { x }, attrs }) => {
    const rank = shapeOf(x).length;
    tf.util.assert(rank === 4, () => `Error in maxPool: input must be rank 4 but got rank ${rank}.`);
    const shape = shapeOf(x) as [number, number, number, number];
    const info = tf.backend_util.computePool2DInfo(shape, attrs.filterSize, attrs.strides, 1, attrs.pad);
    const [batch, height, width, channels] = shape;
    const images = inOrder(graph, x, CHANNELS_FIRST);
    const { maxima, indices } = maxPool(graph, images, windowOf(info), outputSize(info));
    // Among the elements of NCHW images: the pixel is what is left by whole channels.
    const int = (fill: number) => graph.fill(fill, [], "int32");
    const pixel = binary(graph, "Mod", cast(graph, indices, "int32"), int(height * width));
    const channel = graph.constant(Int32Array.from(range(channels)), [channels, 1, 1], "int32");
    const inImage = binary(graph, "Add", binary(graph, "Mul", pixel, int(channels)), channel);
    const starts = Int32Array.from(range(batch), (image) => image * height * width * channels);
    const start = graph.constant(starts, [batch, 1, 1, 1], "int32");
    const places = attrs.includeBatchInIndex ? binary(graph, "Add", inImage, start) : inImage;
    return [maxima, places].map((full) => ({
      value: withoutExcess(graph, full, info),
      order: CHANNELS_FIRST,
    }));
  }),
];
