import type * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { asNumber, cast } from "../ops/elementwise.js";
import { argReduce, reduce } from "../ops/reduce.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { dtypeOf, positions, type View } from "../trace/view.js";

interface ReduceAttrs {
  readonly axis?: number | number[] | null;
  /** Max calls its axes so. */
  readonly reductionIndices?: number | number[] | null;
  readonly keepDims?: boolean;
}

/** The axes meant, counted from the front; none given means all. */
function reducedAxes(axis: ReduceAttrs["axis"], rank: number): number[] {
  if (axis === null || axis === undefined) return range(rank);
  return [axis].flat().map((a) => (a < 0 ? a + rank : a));
}

/** The axis order left when `axes` of the tensor are gone. */
const remaining = (order: readonly number[], axes: readonly number[]): number[] =>
  order
    .filter((axis) => !axes.includes(axis))
    .map((axis) => axis - axes.filter((gone) => gone < axis).length);

const reduction = (name: string, op: string, prepare: (graph: Graph, x: Value) => Value = (_, x) => x) =>
  kernel<"x", ReduceAttrs>(name, ({ graph, inputs: { x }, attrs }): View => {
    const axes = reducedAxes(attrs.axis ?? attrs.reductionIndices, x.order.length);
    const value = reduce(
      graph,
      op,
      prepare(graph, x.value),
      positions(x, axes).sort((a, b) => a - b),
      attrs.keepDims ?? false,
    );
    return { value, order: attrs.keepDims ? x.order : remaining(x.order, axes) };
  });

const argReduction = (name: string, op: "ArgMax" | "ArgMin") =>
  kernel<"x", tf.ArgMaxAttrs>(name, ({ graph, inputs: { x }, attrs }) => {
    const [axis] = reducedAxes(attrs.axis, x.order.length);
    const [position] = positions(x, [axis!]);
    return {
      value: cast(graph, argReduce(graph, op, asNumber(graph, x.value), position!), "int32"),
      order: remaining(x.order, [axis!]),
    };
  });

/** ONNX Runtime reduces numbers only: booleans go through integers and back. */
const keepingType = (name: string, op: string): Kernel => {
  const inner = reduction(name, op, asNumber);
  return {
    name,
    trace: (call) => {
      const view = inner.trace(call) as View;
      return { value: cast(call.graph, view.value, dtypeOf(call.inputs.x!)), order: view.order };
    },
  };
};

export const reduceKernels: readonly Kernel[] = [
  reduction("Sum", "ReduceSum", asNumber),
  reduction("Mean", "ReduceMean", (graph, x) => cast(graph, x, "float32")),
  keepingType("Max", "ReduceMax"),
  keepingType("Min", "ReduceMin"),
  reduction("Prod", "ReduceProd", asNumber),
  keepingType("All", "ReduceMin"),
  keepingType("Any", "ReduceMax"),
  argReduction("ArgMax", "ArgMax"),
  argReduction("ArgMin", "ArgMin"),
];
