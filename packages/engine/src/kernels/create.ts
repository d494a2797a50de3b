import type * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range, sizeOf } from "../graph/shapes.js";
import { binary, where } from "../ops/elementwise.js";
import { reshape } from "../ops/shape.js";
import { graphDType } from "../trace/backend.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { dtypeOf, inRowMajor, rowMajor, shapeOf, type View } from "../trace/view.js";

/** A constant in the memory order of a view, so that it meets that view without moving axes. */
const filledLike = (graph: Graph, x: View, fill: number): View => ({
  value: graph.fill(fill, x.value.shape, dtypeOf(x)),
  order: x.order,
});

/** Kernels that make tensors. */
export const createKernels: readonly Kernel[] = [
  kernel<never, tf.FillAttrs>("Fill", ({ graph, attrs }) =>
    rowMajor(graph.fill(Number(attrs.value), attrs.shape, graphDType(attrs.dtype ?? "float32"))),
  ),
  kernel<"x">("ZerosLike", ({ graph, inputs: { x } }) => filledLike(graph, x, 0)),
  kernel<"x">("OnesLike", ({ graph, inputs: { x } }) => filledLike(graph, x, 1)),
  kernel<never, tf.RangeAttrs>("Range", ({ graph, attrs: { start, stop, step, dtype } }) => {
    // A step that is not given points towards the end.
    const stride = step === 1 && stop < start ? -1 : step;
    const count = Math.max(0, Math.ceil((stop - start) / stride));
    const numbers = range(count).map((i) => start + i * stride);
    const array = dtype === "int32" ? Int32Array.from(numbers) : Float32Array.from(numbers);
    return rowMajor(graph.constant(array, [count], graphDType(dtype)));
  }),
  kernel<never, tf.LinSpaceAttrs>("LinSpace", ({ graph, attrs: { start, stop, num } }) => {
    const step = num > 1 ? (stop - start) / (num - 1) : 0;
    const numbers = Float32Array.from(range(num), (i) => start + i * step);
    return rowMajor(graph.constant(numbers, [num], "float32"));
  }),
  kernel<"x">("Diag", ({ graph, inputs: { x } }) => {
    const shape = shapeOf(x);
    const size = sizeOf(shape);
    const eye = Uint8Array.from(range(size ** 2), (i) => Number(i % (size + 1) === 0));
    const diagonal = graph.constant(eye, [size, size], "bool");
    const row = reshape(graph, inRowMajor(graph, x), [1, size]);
    const matrix =
      row.dtype === "bool"
        ? binary(graph, "And", diagonal, row)
        : where(graph, diagonal, row, graph.fill(0, [], row.dtype));
    return rowMajor(reshape(graph, matrix, [...shape, ...shape]));
  }),
  kernel<"indices", tf.OneHotAttrs>("OneHot", ({ graph, inputs: { indices }, attrs }) => {
    const { depth, onValue, offValue } = attrs;
    const dtype = graphDType(attrs.dtype ?? "int32");
    const index = inRowMajor(graph, indices);
    const classes = graph.constant(Int32Array.from(range(depth)), [depth], "int32");
    const hit = binary(graph, "Equal", reshape(graph, index, [...index.shape, 1]), classes);
    return rowMajor(where(graph, hit, graph.fill(onValue, [], dtype), graph.fill(offValue, [], dtype)));
  }),
];
