import type * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range } from "../graph/shapes.js";
import { cast } from "../ops/elementwise.js";
import { matMul } from "../ops/linear.js";
import { gather, transpose } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { CHANNELS_FIRST, inOrder, shapeOf, type View } from "../trace/view.js";

type Alignment = Pick<tf.ResizeBilinearAttrs, "alignCorners" | "halfPixelCenters">;

/** Which old pixels each new one mixes along one axis, and how much of each. */
type Mixture = (from: number, to: number, alignment: Alignment) => [pixel: number, share: number][][];

const ratio = (from: number, to: number, aligned: boolean): number =>
  aligned && to > 1 ? (from - 1) / (to - 1) : from / to;

const nearest = (from: number, to: number, { alignCorners, halfPixelCenters }: Alignment): number[] =>
  range(to).map((i) => {
    const at = ratio(from, to, alignCorners) * (i + (halfPixelCenters ? 0.5 : 0));
    return Math.max(0, Math.min(from - 1, alignCorners ? Math.round(at) : Math.floor(at)));
  });

const oneEach: Mixture = (from, to, alignment) => nearest(from, to, alignment).map((pixel) => [[pixel, 1]]);

const linear: Mixture = (from, to, { alignCorners, halfPixelCenters }) =>
  range(to).map((i) => {
    const step = ratio(from, to, alignCorners);
    const at = halfPixelCenters ? step * (i + 0.5) - 0.5 : step * i;
    const before = Math.max(0, Math.floor(at));
    const share = at - before;
    return [
      [before, 1 - share],
      [Math.min(from - 1, Math.ceil(at)), share],
    ];
  });

/** A mixture as a matrix [to, from]. */
function matrix(graph: Graph, mixture: Mixture, from: number, to: number, alignment: Alignment) {
  const shares = new Float32Array(from * to);
  mixture(from, to, alignment).forEach((parts, row) => {
    for (const [pixel, share] of parts) shares[row * from + pixel]! += share;
  });
  return graph.constant(shares, [to, from], "float32");
}

/** Resizing mixes rows, then columns: a matrix product on either side of each image. */
function resized(
  graph: Graph,
  images: View,
  size: readonly number[],
  mixture: Mixture,
  how: Alignment,
): View {
  const x = cast(graph, inOrder(graph, images, CHANNELS_FIRST), "float32");
  const rows = matrix(graph, mixture, x.shape[2]!, size[0]!, how);
  const columns = matrix(graph, mixture, x.shape[3]!, size[1]!, how);
  const value = matMul(graph, matMul(graph, rows, x), transpose(graph, columns, [1, 0]));
  return { value, order: CHANNELS_FIRST };
}

/** The gradient of resizing gives each new pixel's share back: products with the transposed matrices. */
const gradientKernel = (name: string, mixture: Mixture): Kernel =>
  kernel<"images" | "dy", tf.ResizeBilinearGradAttrs>(name, ({ graph, inputs: { images, dy }, attrs }) => {
    const [, height, width] = shapeOf(images) as [number, number, number];
    const grads = inOrder(graph, dy, CHANNELS_FIRST);
    const rows = matrix(graph, mixture, height, grads.shape[2]!, attrs);
    const columns = matrix(graph, mixture, width, grads.shape[3]!, attrs);
    const value = matMul(graph, matMul(graph, transpose(graph, rows, [1, 0]), grads), columns);
    return { value, order: CHANNELS_FIRST };
  });

export const resizeKernels: readonly Kernel[] = [
  kernel<"images", tf.ResizeBilinearAttrs>("ResizeBilinear", ({ graph, inputs: { images }, attrs }) =>
    resized(graph, images, attrs.size, linear, attrs),
  ),
  kernel<"images", tf.ResizeNearestNeighborAttrs>(
    "ResizeNearestNeighbor",
    ({ graph, inputs: { images }, attrs }) => {
      const x = inOrder(graph, images, CHANNELS_FIRST);
      const pick = (axis: number, to: number) => {
        const pixels = Int32Array.from(nearest(x.shape[axis]!, to, attrs));
        return graph.constant(pixels, [to], "int32");
      };
      const rows = gather(graph, x, pick(2, attrs.size[0]), 2);
      return { value: gather(graph, rows, pick(3, attrs.size[1]), 3), order: CHANNELS_FIRST };
    },
  ),
  gradientKernel("ResizeBilinearGrad", linear),
  gradientKernel("ResizeNearestNeighborGrad", oneEach),
];
