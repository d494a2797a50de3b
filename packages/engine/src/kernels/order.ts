import type * as tf from "@tensorflow/tfjs-core";
import { range, sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { binary, cast } from "../ops/elementwise.js";
import { reduce } from "../ops/reduce.js";
import { reshape } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { inRowMajor, rowMajor } from "../trace/view.js";

/** Sorting, searching and counting. */
export const orderKernels: readonly Kernel[] = [
  kernel<"x", tf.TopKAttrs>("TopK", ({ graph, inputs, attrs: { k } }) => {
    const x = inRowMajor(graph, inputs.x);
    const shape = [...x.shape.slice(0, -1), k];
    // Also where TensorFlow.js does not ask for an order, it has one.
    const attributes = { k: [k], axis: x.shape.length - 1, largest: 1, sorted: 1 };
    const [values, indices] = graph.emit("TopK", [x], attributes, [
      { shape, dtype: x.dtype },
      { shape, dtype: "int64" },
    ]);
    return [rowMajor(values!), rowMajor(cast(graph, indices!, "int32"))];
  }),
  // As many of the sorted numbers as lie before a value, which takes comparing it with all of them.
  kernel<"sortedSequence" | "values", tf.SearchSortedAttrs>("SearchSorted", ({ graph, inputs, attrs }) => {
    const sorted = inRowMajor(graph, inputs.sortedSequence);
    const values = inRowMajor(graph, inputs.values);
    const [batch, length] = sorted.shape as [number, number];
    const among = reshape(graph, sorted, [batch, 1, length]);
    const each = reshape(graph, values, [batch, values.shape[1]!, 1]);
    const before = binary(graph, attrs.side === "left" ? "Less" : "LessOrEqual", among, each);
    return rowMajor(reduce(graph, "ReduceSum", cast(graph, before, "int32"), [2]));
  }),
  ...["Bincount", "DenseBincount"].map((name) =>
    kernel<"x" | "weights", tf.DenseBincountAttrs>(
      name,
      ({ graph, inputs, attrs: { size, binaryOutput } }) => {
        const [x, weights] = [inputs.x, inputs.weights].map((view) => {
          const value = inRowMajor(graph, view);
          return name === "Bincount" ? reshape(graph, value, [sizeOf(value.shape)]) : value;
        }) as [Value, Value];
        const bins = graph.constant(Int32Array.from(range(size)), [size], "int32");
        const inBin = binary(graph, "Equal", reshape(graph, cast(graph, x, "int32"), [...x.shape, 1]), bins);
        const hits = cast(graph, inBin, weights.dtype);
        const axis = x.shape.length - 1;
        if (binaryOutput) return rowMajor(reduce(graph, "ReduceMax", hits, [axis]));
        if (weights.shape.includes(0)) return rowMajor(reduce(graph, "ReduceSum", hits, [axis]));
        const weighed = binary(graph, "Mul", hits, reshape(graph, weights, [...weights.shape, 1]));
        return rowMajor(reduce(graph, "ReduceSum", weighed, [axis]));
      },
    ),
  ),
];
