import type * as tf from "@tensorflow/tfjs-core";
import { cast } from "../ops/elementwise.js";
import { gather, reshape } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { inRowMajor, rowMajor, shapeOf } from "../trace/view.js";

/** Looking rows up (embeddings) and adding rows up by index, which is its gradient. */
export const gatherKernels: readonly Kernel[] = [
  kernel<"x" | "indices", tf.GatherV2Attrs>("GatherV2", ({ graph, inputs: { x, indices }, attrs }) => {
    if (attrs.batchDims !== 0)
      throw new Error(`gather with batchDims ${attrs.batchDims} is not supported; use 0`);
    const rank = shapeOf(x).length;
    const axis = attrs.axis < 0 ? attrs.axis + rank : attrs.axis;
    const rows = cast(graph, inRowMajor(graph, indices), "int32");
    return rowMajor(gather(graph, inRowMajor(graph, x), rows, axis));
  }),
  kernel<"x" | "segmentIds", tf.UnsortedSegmentSumAttrs>(
    "UnsortedSegmentSum",
    ({ graph, inputs: { x, segmentIds }, attrs }) => {
      const rows = inRowMajor(graph, x);
      const ids = cast(graph, inRowMajor(graph, segmentIds), "int64");
      const zeros = graph.fill(0, [attrs.numSegments, ...rows.shape.slice(ids.shape.length)], rows.dtype);
      const operands = [zeros, reshape(graph, ids, [...ids.shape, 1]), rows];
      const type = { shape: zeros.shape, dtype: zeros.dtype };
      return rowMajor(graph.emit("ScatterND", operands, { reduction: "add" }, [type])[0]!);
    },
  ),
  kernel<"x", tf.CumsumAttrs>("Cumsum", ({ graph, inputs: { x }, attrs }) => {
    const axis = attrs.axis < 0 ? attrs.axis + x.order.length : attrs.axis;
    const operands = [x.value, graph.fill(x.order.indexOf(axis), [], "int32")];
    const attributes = { exclusive: attrs.exclusive ? 1 : 0, reverse: attrs.reverse ? 1 : 0 };
    const type = { shape: x.value.shape, dtype: x.value.dtype };
    return { value: graph.emit("CumSum", operands, attributes, [type])[0]!, order: x.order };
  }),
];
