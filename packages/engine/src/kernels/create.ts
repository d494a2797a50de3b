import type * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range } from "../graph/shapes.js";
import { binary, where } from "../ops/elementwise.js";
import { reshape } from "../ops/shape.js";
import { graphDType } from "../trace/backend.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { dtypeOf, inRowMajor, rowMajor, type View } from "../trace/view.js";

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
    const count = Math.max(0, Math.ceil((stop - start) / step));
    const numbers = range(count).map((i) => start + i * step);
    const array = dtype === "int32" ? Int32Array.from(numbers) : Float32Array.from(numbers);
    return rowMajor(graph.constant(array, [count], graphDType(dtype)));
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
