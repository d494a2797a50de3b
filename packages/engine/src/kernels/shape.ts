import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { concat, expand, gather, pad, reverse, slice, split, tile } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { dtypeOf, inOrder, inRowMajor, reshapeView, rowMajor, shapeOf, type View } from "../trace/view.js";

/** Numbers given per tensor axis, in the view's memory order. */
const inMemory = <T>(view: View, perAxis: readonly T[]): T[] => view.order.map((axis) => perAxis[axis]!);

/** The part of a view from `begin` to `end`, numbers per tensor axis. */
function sliceView(
  graph: Graph,
  x: View,
  begin: readonly number[],
  end: readonly number[],
  steps: readonly number[] = begin.map(() => 1),
): View {
  const value = slice(graph, x.value, inMemory(x, begin), inMemory(x, end), inMemory(x, steps));
  return { value, order: x.order };
}

/** Joins views along a tensor axis, in the memory order of the first. */
export function concatViews(graph: Graph, views: readonly View[], axis: number): View {
  const { order } = views[0]!;
  const values = views.map((view) => inOrder(graph, view, order));
  return { value: concat(graph, values, order.indexOf(axis)), order };
}

/** Repeats a view along each tensor axis; where that only widens axes of extent 1, it is a broadcast. */
function tileView(graph: Graph, x: View, reps: readonly number[]): View {
  const shape = shapeOf(x);
  const repeats = inMemory(x, reps);
  const widens = reps.every((n, axis) => n === 1 || shape[axis] === 1);
  const value = widens
    ? expand(
        graph,
        x.value,
        x.value.shape.map((size, i) => size * repeats[i]!),
      )
    : tile(graph, x.value, repeats);
  return { value, order: x.order };
}

const padView = (
  graph: Graph,
  x: View,
  paddings: readonly (readonly number[])[],
  fill: number,
  mode: string,
) => {
  const amounts = inMemory(x, paddings);
  const before = amounts.map((pair) => pair[0]!);
  const after = amounts.map((pair) => pair[1]!);
  return { value: pad(graph, x.value, before, after, fill, mode), order: x.order };
};

/** Pads an axis with its own elements in reverse, those at the edges included. */
function mirrored(graph: Graph, x: Value, position: number, before: number, after: number): Value {
  const size = x.shape[position]!;
  const sources = range(before + size + after).map((i) => {
    const at = i - before;
    return at < 0 ? -at - 1 : at >= size ? 2 * size - at - 1 : at;
  });
  if (before === 0 && after === 0) return x;
  return gather(graph, x, graph.constant(Int32Array.from(sources), [sources.length], "int32"), position);
}

/** Splits a view into `sizes` along a tensor axis. */
function splitView(graph: Graph, x: View, sizes: readonly number[], axis: number): View[] {
  const shape = shapeOf(x);
  if (shape.length === 1 && !sizes.includes(0)) return split(graph, x.value, sizes).map(rowMajor);
  let offset = 0;
  return sizes.map((size) => {
    const begin = shape.map((_, i) => (i === axis ? offset : 0));
    const end = shape.map((extent, i) => (i === axis ? offset + size : extent));
    offset += size;
    return sliceView(graph, x, begin, end);
  });
}

const nonNegative = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

const widened = (shape: readonly number[], axis: number): number[] => [
  ...shape.slice(0, axis),
  1,
  ...shape.slice(axis),
];

export const shapeKernels: readonly Kernel[] = [
  kernel<"x", tf.ReshapeAttrs>("Reshape", ({ graph, inputs: { x }, attrs }) => {
    const size = shapeOf(x).reduce((a, b) => a * b, 1);
    return reshapeView(graph, x, tf.util.inferFromImplicitShape(attrs.shape, size));
  }),
  kernel<"input", tf.ExpandDimsAttrs>("ExpandDims", ({ graph, inputs: { input }, attrs }) => {
    const shape = shapeOf(input);
    tf.util.assert(
      attrs.dim >= -(shape.length + 1) && attrs.dim <= shape.length,
      () => `Axis must be in the interval [${-(shape.length + 1)}, ${shape.length}], got ${attrs.dim}`,
    );
    return reshapeView(graph, input, widened(shape, nonNegative(attrs.dim, shape.length + 1)));
  }),
  // Only the numbering of axes changes; nothing moves until an operator needs it to.
  kernel<"x", tf.TransposeAttrs>("Transpose", ({ inputs: { x }, attrs }) => ({
    value: x.value,
    order: x.order.map((axis) => attrs.perm.indexOf(axis)),
  })),
  kernel<"x", tf.SliceAttrs>("Slice", ({ graph, inputs: { x }, attrs }) => {
    const shape = shapeOf(x);
    const [begin, size] = tf.slice_util.parseSliceParams({ shape } as tf.Tensor, attrs.begin, attrs.size) as [
      number[],
      number[],
    ];
    tf.slice_util.assertParamsValid({ shape } as tf.Tensor, begin, size);
    const end = begin.map((start, axis) => start + size[axis]!);
    return sliceView(graph, x, begin, end);
  }),
  kernel<"x", tf.StridedSliceAttrs>("StridedSlice", ({ graph, inputs: { x }, attrs: a }) => {
    const info = tf.slice_util.sliceInfo(
      shapeOf(x),
      a.begin,
      a.end,
      a.strides,
      a.beginMask,
      a.endMask,
      a.ellipsisMask,
      a.newAxisMask,
      a.shrinkAxisMask,
    );
    const backwards = range(info.strides.length).filter((axis) => info.strides[axis]! < 0);
    if (backwards.length > 0) {
      // Turn the axis round, then step forwards from the mirrored start.
      const turned = {
        value: reverse(
          graph,
          x.value,
          backwards.map((axis) => x.order.indexOf(axis)),
        ),
        order: x.order,
      };
      const shape = shapeOf(x);
      const mirror = (at: number, axis: number) => (backwards.includes(axis) ? shape[axis]! - 1 - at : at);
      const steps = info.strides.map(Math.abs);
      return reshapeView(
        graph,
        sliceView(graph, turned, info.begin.map(mirror), info.end.map(mirror), steps),
        info.finalShape,
      );
    }
    return reshapeView(graph, sliceView(graph, x, info.begin, info.end, info.strides), info.finalShape);
  }),
  kernel<"x", tf.PadV2Attrs>("PadV2", ({ graph, inputs: { x }, attrs }) =>
    padView(graph, x, attrs.paddings, attrs.constantValue, "constant"),
  ),
  kernel<"x", tf.MirrorPadAttrs>("MirrorPad", ({ graph, inputs: { x }, attrs }) => {
    if (attrs.mode === "reflect") return padView(graph, x, attrs.paddings, 0, "reflect");
    const value = inMemory(x, attrs.paddings).reduce(
      (padded, [before, after], position) => mirrored(graph, padded, position, before, after),
      x.value,
    );
    return { value, order: x.order };
  }),
  kernel<"x", tf.TileAttrs>("Tile", ({ graph, inputs: { x }, attrs }) => tileView(graph, x, attrs.reps)),
  kernel<"x", tf.BroadCastToAttrs>("BroadcastTo", ({ graph, inputs: { x }, attrs }) =>
    rowMajor(expand(graph, inRowMajor(graph, x), attrs.shape)),
  ),
  kernel<never, tf.ConcatAttrs>("Concat", ({ graph, list, attrs }) => {
    const axis = nonNegative(attrs.axis, list[0]!.order.length);
    tf.backend_util.assertParamsConsistent(list.map(shapeOf), axis);
    const filled = list.filter((view) => shapeOf(view)[axis] !== 0);
    return concatViews(graph, filled.length > 0 ? filled : list.slice(0, 1), axis);
  }),
  kernel<never, tf.PackAttrs>("Pack", ({ graph, list, attrs }) => {
    const axis = nonNegative(attrs.axis, list[0]!.order.length + 1);
    for (const view of list) {
      tf.util.assertShapesMatch(
        shapeOf(list[0]!),
        shapeOf(view),
        "All tensors passed to stack must have matching shapes: ",
      );
      tf.util.assert(
        dtypeOf(list[0]!) === dtypeOf(view),
        () => "All tensors passed to stack must have matching dtypes",
      );
    }
    const layers = list.map((view) => reshapeView(graph, view, widened(shapeOf(view), axis)));
    return concatViews(graph, layers, axis);
  }),
  kernel<"value", tf.UnpackAttrs>("Unpack", ({ graph, inputs: { value }, attrs }) => {
    const shape = shapeOf(value);
    const axis = nonNegative(attrs.axis, shape.length);
    const rest = shape.filter((_, i) => i !== axis);
    const ones = range(shape[axis]!).map(() => 1);
    return splitView(graph, value, ones, axis).map((layer) => reshapeView(graph, layer, rest));
  }),
  kernel<"x", tf.SplitVAttrs>("SplitV", ({ graph, inputs: { x }, attrs }) => {
    const shape = shapeOf(x);
    const axis = nonNegative(attrs.axis, shape.length);
    const sizes = tf.backend_util.prepareSplitSize({ shape } as tf.Tensor, attrs.numOrSizeSplits, axis);
    return splitView(graph, x, sizes, axis);
  }),
  kernel<"image">("FlipLeftRight", ({ graph, inputs: { image } }) => ({
    value: reverse(graph, image.value, [image.order.indexOf(2)]),
    order: image.order,
  })),
  kernel<"x", tf.ReverseAttrs>("Reverse", ({ graph, inputs: { x }, attrs }) => {
    const axes = tf.util.parseAxisParam(attrs.dims, shapeOf(x));
    return {
      value: reverse(
        graph,
        x.value,
        axes.map((axis) => x.order.indexOf(axis)),
      ),
      order: x.order,
    };
  }),
];
