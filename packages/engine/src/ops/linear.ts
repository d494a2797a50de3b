import type { Graph } from "../graph/graph.js";
import { broadcastShapes, range } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { reduce } from "./reduce.js";
import { reshape, transpose } from "./shape.js";

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

/** Rows and columns of the piece of a product that one group of a graphics processor's threads computes. */
const TILE = 32;

/** So many such groups keep any graphics processor busy. */
const ENOUGH_GROUPS = 512;

/**
 * The sum of products a[i] b[i] of matrices, [n, rows, inner] and [n, inner, columns], as [rows, columns].
 *
 * Where rows and columns are few, it is the sums that have to be shared among threads: there are several products, of
 * as many matrices each as will do, and these are added up.
 */
export function splitProduct(graph: Graph, a: Value, b: Value): Value {
  const [n, rows, inner] = a.shape as [number, number, number];
  const columns = b.shape[2]!;
  const tiles = Math.ceil(rows / TILE) * Math.ceil(columns / TILE);
  const enough = range(n).find((i) => n % (i + 1) === 0 && tiles * (i + 1) >= ENOUGH_GROUPS) ?? n - 1;
  // Laying matrices side by side moves as many numbers as `a` has; not to, each product has its own to be added up.
  const products = columns <= inner ? n : enough + 1;
  const each = n / products;
  const side = transpose(graph, reshape(graph, a, [products, each, rows, inner]), [0, 2, 1, 3]);
  const left = each === 1 ? a : reshape(graph, side, [products, rows, each * inner]);
  const sums = matMul(graph, left, reshape(graph, b, [products, each * inner, columns]));
  return products === 1 ? reshape(graph, sums, [rows, columns]) : reduce(graph, "ReduceSum", sums, [0]);
}
