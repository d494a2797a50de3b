import type * as tf from "@tensorflow/tfjs-core";
import { range } from "../graph/shapes.js";
import { asNumber, binary, cast, unary, where } from "../ops/elementwise.js";
import { graphDType } from "../trace/backend.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { reshapeView, shapeOf, type View } from "../trace/view.js";
import { elementwise } from "./elementwise.js";

/** Choosing between values, casting and clipping. */
export const selectKernels: readonly Kernel[] = [
  kernel<"condition" | "t" | "e">("Select", ({ graph, inputs: { condition, t, e } }) => {
    // A vector condition picks whole rows.
    const rank = shapeOf(t).length;
    const rows = shapeOf(condition).length === 1 && rank > 1;
    const mask: View = rows
      ? reshapeView(graph, condition, [...shapeOf(condition), ...range(rank - 1).map(() => 1)])
      : condition;
    return elementwise(graph, [mask, t, e], (c, a, b) => {
      if (a!.dtype !== "bool") return where(graph, cast(graph, c!, "bool"), a!, b!);
      // ONNX Runtime has no Where on booleans.
      const chosen = where(graph, c!, cast(graph, a!, "int32"), cast(graph, b!, "int32"));
      return cast(graph, chosen, "bool");
    });
  }),
  kernel<"x", tf.CastAttrs>("Cast", ({ graph, inputs: { x }, attrs }) => ({
    value: cast(graph, x.value, graphDType(attrs.dtype)),
    order: x.order,
  })),
  kernel<"x", tf.ClipByValueAttrs>("ClipByValue", ({ graph, inputs: { x }, attrs }) => {
    const value = asNumber(graph, x.value);
    const bound = (fill: number) => graph.fill(fill, [], value.dtype);
    const above = binary(graph, "Max", value, bound(attrs.clipValueMin));
    return { value: binary(graph, "Min", above, bound(attrs.clipValueMax)), order: x.order };
  }),
  kernel<"x">("Identity", ({ inputs: { x } }) => x),
  kernel<"x">("StopGradient", ({ inputs: { x } }) => x),
  kernel<"x", tf.StepAttrs>("Step", ({ graph, inputs: { x }, attrs }) => {
    const value = asNumber(graph, x.value);
    const { dtype } = value;
    const positive = binary(graph, "Greater", value, graph.fill(0, [], dtype));
    const alpha = attrs.alpha ?? 0;
    const step =
      alpha === 0
        ? cast(graph, positive, dtype)
        : where(graph, positive, graph.fill(1, [], dtype), graph.fill(alpha, [], dtype));
    if (dtype !== "float32") return { value: step, order: x.order };
    return { value: where(graph, unary(graph, "IsNaN", value), value, step), order: x.order };
  }),
];
