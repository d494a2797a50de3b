import type * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import { asNumber, binary } from "../ops/elementwise.js";
import { pad, reverse, slice } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { positions } from "../trace/view.js";

/** The value moved by `distance` along an axis, with `fill` where nothing comes from. */
function shifted(graph: Graph, x: Value, axis: number, distance: number, fill: number): Value {
  const along = x.shape.map((_, i) => (i === axis ? distance : 0));
  const nowhere = x.shape.map(() => 0);
  const kept = slice(
    graph,
    x,
    nowhere,
    x.shape.map((size, i) => size - along[i]!),
  );
  return pad(graph, kept, along, nowhere, fill);
}

/** Running products by doubling (Hillis & Steele 1986): after step s, each is over the last 2^s elements. */
function runningProduct(graph: Graph, x: Value, axis: number): Value {
  let product = x;
  for (let reach = 1; reach < x.shape[axis]!; reach *= 2)
    product = binary(graph, "Mul", product, shifted(graph, product, axis, reach, 1));
  return product;
}

/** Sums and products of all elements up to each. */
export const cumulativeKernels: readonly Kernel[] = [
  kernel<"x", tf.CumsumAttrs>("Cumsum", ({ graph, inputs: { x }, attrs }) => {
    const axis = attrs.axis < 0 ? attrs.axis + x.order.length : attrs.axis;
    const value = asNumber(graph, x.value);
    const operands = [value, graph.fill(x.order.indexOf(axis), [], "int32")];
    const attributes = { exclusive: attrs.exclusive ? 1 : 0, reverse: attrs.reverse ? 1 : 0 };
    const type = { shape: value.shape, dtype: value.dtype };
    return { value: graph.emit("CumSum", operands, attributes, [type])[0]!, order: x.order };
  }),
  kernel<"x", tf.CumprodAttrs>("Cumprod", ({ graph, inputs: { x }, attrs }) => {
    const [axis] = positions(x, [attrs.axis < 0 ? attrs.axis + x.order.length : attrs.axis]);
    const value = asNumber(graph, x.value);
    const turned = attrs.reverse ? reverse(graph, value, [axis!]) : value;
    const from = attrs.exclusive ? shifted(graph, turned, axis!, 1, 1) : turned;
    const product = runningProduct(graph, from, axis!);
    return { value: attrs.reverse ? reverse(graph, product, [axis!]) : product, order: x.order };
  }),
];
