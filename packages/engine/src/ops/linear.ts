import type { Graph } from "../graph/graph.js";
import { broadcastShapes } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";

/** The matrix product of two matrices, either read transposed. */
export function gemm(graph: Graph, a: Value, b: Value, transA = false, transB = false): Value {
  const rows = a.shape[transA ? 1 : 0]!;
  const columns = b.shape[transB ? 0 : 1]!;
  const attributes = { transA: transA ? 1 : 0, transB: transB ? 1 : 0 };
  return graph.emit("Gemm", [a, b], attributes, [{ shape: [rows, columns], dtype: a.dtype }])[0]!;
}

/** Matrix products over the last two axes, with the leading axes broadcast. */
export function matMul(graph: Graph, a: Value, b: Value): Value {
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, a.shape.at(-2)!, b.shape.at(-1)!];
  return graph.emit("MatMul", [a, b], {}, [{ shape, dtype: a.dtype }])[0]!;
}
