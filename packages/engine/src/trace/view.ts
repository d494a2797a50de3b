import type { Graph } from "../graph/graph.js";
import { invert, isIdentity, range, sizeOf } from "../graph/shapes.js";
import type { DType, Shape, Value } from "../graph/types.js";
import { fillOf, nodeOf } from "../graph/visit.js";
import { reshape, transpose } from "../ops/shape.js";

/**
 * A tensor as TensorFlow.js sees it, over a value that lies in memory with its axes in another order: axis `i`
 * of the value is axis `order[i]` of the tensor. So images are NHWC to TensorFlow.js and NCHW to ONNX, a
 * transposition costs nothing, and axes move only where an operator insists.
 */
export interface View {
  readonly value: Value;
  readonly order: readonly number[];
}

/** NHWC tensors held as NCHW. */
export const CHANNELS_FIRST: readonly number[] = [0, 3, 1, 2];

export const rowMajor = (value: Value): View => ({ value, order: range(value.shape.length) });

/** The shape that TensorFlow.js sees. */
export const shapeOf = (view: View): number[] =>
  invert(view.order).map((position) => view.value.shape[position]!);

export const dtypeOf = (view: View): DType => view.value.dtype;

/** The position in memory order of each tensor axis given. */
export const positions = (view: View, axes: readonly number[]): number[] =>
  axes.map((axis) => view.order.indexOf(axis));

/** The value with its axes in `order`: as it is, reshaped where only axes of extent 1 move, or transposed. */
export function inOrder(graph: Graph, view: View, order: readonly number[]): Value {
  const perm = order.map((axis) => view.order.indexOf(axis));
  const moved = perm.filter((position) => view.value.shape[position] !== 1);
  if (moved.every((position, i) => i === 0 || position > moved[i - 1]!))
    return reshape(
      graph,
      view.value,
      perm.map((position) => view.value.shape[position]!),
    );
  return transpose(graph, view.value, perm);
}

/** The value with its axes as TensorFlow.js numbers them. */
export const inRowMajor = (graph: Graph, view: View): Value => inOrder(graph, view, range(view.order.length));

/** The same tensor with new leading axes of extent 1 up to `rank`, as broadcasting adds them. */
export function padRank(graph: Graph, view: View, rank: number): View {
  const added = rank - view.order.length;
  if (added === 0) return view;
  return {
    value: reshape(graph, view.value, [...range(added).map(() => 1), ...view.value.shape]),
    order: [...range(added), ...view.order.map((axis) => axis + added)],
  };
}

/** How many elements there are to move when a view's axes are put in another order. */
function weight({ value }: View): number {
  if (fillOf(value) !== undefined) return 0;
  return sizeOf((nodeOf(value, "Expand")?.inputs[0] ?? value).shape);
}

/**
 * Views brought to one rank and one axis order, that of the one with most to move, so that an element-wise
 * operator can broadcast them in memory order. Scalars and row-major operands keep their rank.
 */
export function align(graph: Graph, views: readonly View[]): { values: Value[]; order: readonly number[] } {
  const rank = Math.max(...views.map((view) => view.order.length));
  const largest = views.reduce((best, view) => {
    const more = weight(view) - weight(best);
    return more > 0 || (more === 0 && view.order.length > best.order.length) ? view : best;
  });
  const { order } = padRank(graph, largest, rank);
  const values = views.map((view) => {
    if (view.order.length === 0 || (isIdentity(order) && isIdentity(view.order))) return view.value;
    return inOrder(graph, padRank(graph, view, rank), order);
  });
  return { values, order };
}

/**
 * The tensor under a new shape. Memory order survives where only axes of extent 1 come or go; otherwise the
 * elements are put in row-major order first.
 */
export function reshapeView(graph: Graph, view: View, shape: Shape): View {
  const from = shapeOf(view);
  const long = (extents: readonly number[]) => range(extents.length).filter((axis) => extents[axis] !== 1);
  const [oldAxes, newAxes] = [long(from), long(shape)];
  const sameExtents =
    oldAxes.length === newAxes.length && oldAxes.every((axis, i) => from[axis] === shape[newAxes[i]!]);
  if (!sameExtents) return rowMajor(reshape(graph, inRowMajor(graph, view), shape));
  const moved = view.order.filter((axis) => from[axis] !== 1).map((axis) => newAxes[oldAxes.indexOf(axis)]!);
  if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]!))
    return rowMajor(reshape(graph, view.value, shape));
  const order = [...moved, ...range(shape.length).filter((axis) => shape[axis] === 1)];
  return {
    value: reshape(
      graph,
      view.value,
      order.map((axis) => shape[axis]!),
    ),
    order,
  };
}
