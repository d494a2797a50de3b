import type { Graph } from "../graph/graph.js";
import { broadcastShapes } from "../graph/shapes.js";
import type { DType, Value } from "../graph/types.js";

const COMPARISONS = new Set(["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"]);

/** An ONNX operator that maps each element: Exp, Sqrt, Neg, Not, IsNaN, ... */
export function unary(graph: Graph, op: string, x: Value): Value {
  const dtype: DType = op === "IsNaN" || op === "IsInf" ? "bool" : x.dtype;
  // Only NaN differs from itself.
  if (op === "IsNaN" && graph.traits.lacks.has(op)) return unary(graph, "Not", binary(graph, "Equal", x, x));
  return graph.emit(op, [x], {}, [{ shape: x.shape, dtype }])[0]!;
}

/** An ONNX operator on pairs of elements, with broadcasting: Add, Mul, Max, Greater, And, ... */
export function binary(graph: Graph, op: string, a: Value, b: Value): Value {
  const shape = broadcastShapes(a.shape, b.shape);
  return graph.emit(op, [a, b], {}, [{ shape, dtype: COMPARISONS.has(op) ? "bool" : a.dtype }])[0]!;
}

/** `a` where `condition` holds, else `b`, with broadcasting. */
export function where(graph: Graph, condition: Value, a: Value, b: Value): Value {
  const shape = broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape));
  return graph.emit("Where", [condition, a, b], {}, [{ shape, dtype: a.dtype }])[0]!;
}

export function cast(graph: Graph, x: Value, dtype: DType): Value {
  return x.dtype === dtype ? x : graph.emit("Cast", [x], { to: dtype }, [{ shape: x.shape, dtype }])[0]!;
}

/** Truth values as the integers 0 and 1, which arithmetic needs. */
export const asNumber = (graph: Graph, x: Value): Value => (x.dtype === "bool" ? cast(graph, x, "int32") : x);

/** A scalar constant of the type of `like`, for use beside it. */
export const scalarLike = (graph: Graph, like: Value, fill: number): Value =>
  graph.fill(fill, [], like.dtype);
