import type { Graph } from "../graph/graph.js";
import { isIdentity, sameShape } from "../graph/shapes.js";
import type { Shape, Value } from "../graph/types.js";

export function reshape(graph: Graph, x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  // Otherwise 0 stands for the extent that is there.
  const empty = shape.includes(0) ? { allowzero: 1 } : {};
  return graph.emit("Reshape", [x], { shape: [...shape], ...empty }, [{ shape, dtype: x.dtype }])[0]!;
}

/** Axis `i` of the result is axis `perm[i]` of `x`. */
export function transpose(graph: Graph, x: Value, perm: readonly number[]): Value {
  if (isIdentity(perm)) return x;
  const shape = perm.map((axis) => x.shape[axis]!);
  return graph.emit("Transpose", [x], { perm: [...perm] }, [{ shape, dtype: x.dtype }])[0]!;
}

/** Broadcasts `x` to `shape`. */
export function expand(graph: Graph, x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  return graph.emit("Expand", [x], { shape: [...shape] }, [{ shape, dtype: x.dtype }])[0]!;
}

export function concat(graph: Graph, parts: readonly Value[], axis: number): Value {
  const first = parts[0]!;
  if (parts.length === 1) return first;
  const extent = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
  const shape = first.shape.map((size, i) => (i === axis ? extent : size));
  return graph.emit("Concat", parts, { axis }, [{ shape, dtype: first.dtype }])[0]!;
}

/** The elements from `starts` (inclusive) to `ends` (exclusive) in positive `steps`, one number per axis each. */
export function slice(
  graph: Graph,
  x: Value,
  starts: readonly number[],
  ends: readonly number[],
  steps: readonly number[] = starts.map(() => 1),
): Value {
  const shape = starts.map((start, axis) => Math.max(0, Math.ceil((ends[axis]! - start) / steps[axis]!)));
  // Axes that stay whole are left out: ONNX Runtime copies longer runs then.
  const axes = starts
    .map((_, axis) => axis)
    .filter((axis) => shape[axis] !== x.shape[axis] || steps[axis] !== 1);
  if (axes.length === 0) return x;
  const pick = (numbers: readonly number[]) => axes.map((axis) => numbers[axis]!);
  const attributes = { starts: pick(starts), ends: pick(ends), axes, steps: pick(steps) };
  return graph.emit("Slice", [x], attributes, [{ shape, dtype: x.dtype }])[0]!;
}

/** Pieces that one operator cuts: with what it cuts, as many buffers as any graphics processor takes at a time. */
const MOST_PIECES = 7;

/** Cuts a vector into pieces of the sizes, which make up its length. */
export function split(graph: Graph, x: Value, sizes: readonly number[]): Value[] {
  const most = graph.traits.massivelyParallel ? MOST_PIECES : 1;
  const pieces: Value[] = [];
  let start = 0;
  for (let first = 0; first < sizes.length; first += most) {
    const together = sizes.slice(first, first + most);
    const end = together.reduce((sum, size) => sum + size, start);
    const run = slice(graph, x, [start], [end]);
    const types = together.map((size) => ({ shape: [size], dtype: x.dtype }));
    pieces.push(
      ...(together.length === 1 ? [run] : graph.emit("Split", [run], { axis: 0, split: together }, types)),
    );
    start = end;
  }
  return pieces;
}

/** Reverses the order of elements along the axes. */
export function reverse(graph: Graph, x: Value, axes: readonly number[]): Value {
  if (axes.length === 0) return x;
  const attributes = {
    starts: axes.map(() => -1),
    ends: axes.map(() => -(2 ** 31)),
    axes: [...axes],
    steps: axes.map(() => -1),
  };
  return graph.emit("Slice", [x], attributes, [{ shape: x.shape, dtype: x.dtype }])[0]!;
}

/** Pads each axis by `before` and `after`; `mode` is ONNX's: constant, reflect or edge. */
export function pad(
  graph: Graph,
  x: Value,
  before: readonly number[],
  after: readonly number[],
  fill = 0,
  mode = "constant",
): Value {
  if ([...before, ...after].every((n) => n === 0)) return x;
  const shape = x.shape.map((size, axis) => size + before[axis]! + after[axis]!);
  const inputs = mode === "constant" ? [x, graph.fill(fill, [], x.dtype)] : [x];
  return graph.emit("Pad", inputs, { pads: [...before, ...after], mode }, [{ shape, dtype: x.dtype }])[0]!;
}

/** Images [N, C, H, W] moved down and right by `before`, with zeros around, and cut to a spatial `size`. */
export function fit(graph: Graph, x: Value, before: readonly number[], size: readonly number[]): Value {
  const ends = size.map((extent, i) => Math.min(x.shape[i + 2]!, extent - before[i]!));
  const cut = slice(graph, x, [0, 0, 0, 0], [...x.shape.slice(0, 2), ...ends]);
  const after = size.map((extent, i) => extent - before[i]! - ends[i]!);
  return pad(graph, cut, [0, 0, ...before], [0, 0, ...after]);
}

export function tile(graph: Graph, x: Value, repeats: readonly number[]): Value {
  if (repeats.every((n) => n === 1)) return x;
  const shape = x.shape.map((size, axis) => size * repeats[axis]!);
  return graph.emit("Tile", [x], { repeats: [...repeats] }, [{ shape, dtype: x.dtype }])[0]!;
}

/** Takes the parts of `x` at coordinates: the last axis of `indices`, int64, holds one for each leading axis. */
export function gatherNd(graph: Graph, x: Value, indices: Value): Value {
  const shape = [...indices.shape.slice(0, -1), ...x.shape.slice(indices.shape.at(-1)!)];
  return graph.emit("GatherND", [x, indices], {}, [{ shape, dtype: x.dtype }])[0]!;
}

/** `x` with `updates` written, or added, at coordinates as those of `gatherNd`. */
export function scatterNd(graph: Graph, x: Value, indices: Value, updates: Value, add: boolean): Value {
  const attributes = { reduction: add ? "add" : "none" };
  return graph.emit("ScatterND", [x, indices, updates], attributes, [{ shape: x.shape, dtype: x.dtype }])[0]!;
}

/** Takes slices of `x` along `axis` at `indices`, whose axes replace it in the result. */
export function gather(graph: Graph, x: Value, indices: Value, axis: number): Value {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return graph.emit("Gather", [x, indices], { axis }, [{ shape, dtype: x.dtype }])[0]!;
}

/**
 * Swaps the first two axes, as rows of what lies behind them that are looked up: ONNX Runtime looks up on several
 * threads, and transposes on one.
 */
export function swapLeading(graph: Graph, x: Value): Value {
  const [n, c] = x.shape as [number, number];
  const rest = x.shape.slice(2);
  const rows = Int32Array.from({ length: n * c }, (_, i) => (i % n) * c + Math.floor(i / n));
  const flat = reshape(graph, x, [n * c, ...rest]);
  const swapped = gather(graph, flat, graph.constant(rows, [n * c], "int32"), 0);
  return reshape(graph, swapped, [c, n, ...rest]);
}
