import type * as tf from "@tensorflow/tfjs-core";
import { binary, cast, unary } from "../ops/elementwise.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import type { View } from "../trace/view.js";
import { elementwise } from "./elementwise.js";

export const normalizationKernels: readonly Kernel[] = [
  // x * scale' + offset' with the statistics folded into one factor and one offset per channel.
  kernel<"x" | "mean" | "variance" | "scale" | "offset", tf.FusedBatchNormAttrs>(
    "FusedBatchNorm",
    ({ graph, inputs, attrs }) => {
      const { mean, variance } = inputs;
      const x: View = { value: cast(graph, inputs.x.value, "float32"), order: inputs.x.order };
      // The last two are only there where the caller gave them.
      const scale: View | undefined = inputs.scale;
      const offset: View | undefined = inputs.offset;
      const inverse: View = {
        value: unary(
          graph,
          "Reciprocal",
          unary(graph, "Sqrt", binary(graph, "Add", variance.value, graph.fill(attrs.varianceEpsilon))),
        ),
        order: variance.order,
      };
      const pair = (op: string, a: View, b: View) =>
        elementwise(graph, [a, b], (left, right) => binary(graph, op, left!, right!));
      const factor = scale === undefined ? inverse : pair("Mul", inverse, scale);
      const moved = pair("Mul", mean, factor);
      const shift =
        offset === undefined
          ? { value: unary(graph, "Neg", moved.value), order: moved.order }
          : pair("Sub", offset, moved);
      return pair("Add", pair("Mul", x, factor), shift);
    },
  ),
];
