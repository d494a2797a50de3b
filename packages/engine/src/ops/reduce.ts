import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/types.js";

/** An ONNX reduction (ReduceSum, ReduceMean, ReduceMax, ReduceSumSquare, ...) over the axes given. */
export function reduce(graph: Graph, op: string, x: Value, axes: readonly number[], keepDims = false): Value {
  if (axes.length === 0) return x;
  const shape = x.shape
    .map((size, axis) => (axes.includes(axis) ? (keepDims ? 1 : undefined) : size))
    .filter((size) => size !== undefined);
  const attributes = { axes: [...axes], keepdims: keepDims ? 1 : 0 };
  return graph.emit(op, [x], attributes, [{ shape, dtype: x.dtype }])[0]!;
}

/** The index of the largest (ArgMax) or smallest (ArgMin) element along an axis; the first among equals. */
export function argReduce(graph: Graph, op: "ArgMax" | "ArgMin", x: Value, axis: number): Value {
  const shape = x.shape.filter((_, i) => i !== axis);
  return graph.emit(op, [x], { axis, keepdims: 0 }, [{ shape, dtype: "int64" }])[0]!;
}
