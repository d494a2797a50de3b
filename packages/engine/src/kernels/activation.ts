import type * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { binary, cast, scalarLike, unary, where } from "../ops/elementwise.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { positions, type View } from "../trace/view.js";
import { elementwise, floatKernel, mapKernel, numberMap } from "./elementwise.js";

// The constants of "Self-Normalizing Neural Networks" (Klambauer et al. 2017).
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

const positive = (graph: Graph, x: Value): Value => binary(graph, "Greater", x, scalarLike(graph, x, 0));

const scaled = (graph: Graph, x: Value, factor: number): Value =>
  binary(graph, "Mul", x, scalarLike(graph, x, factor));

export const relu = (graph: Graph, x: Value): Value =>
  x.dtype === "int32" ? binary(graph, "Max", x, scalarLike(graph, x, 0)) : unary(graph, "Relu", x);

export const relu6 = (graph: Graph, x: Value): Value =>
  binary(graph, "Min", relu(graph, x), scalarLike(graph, x, 6));

export const leakyRelu = (graph: Graph, x: Value, alpha: number): Value =>
  where(graph, positive(graph, x), x, scaled(graph, x, alpha));

/** Slopes, which may be infinite, apply below zero and not at it. */
export const prelu = (graph: Graph, x: Value, slope: Value): Value => {
  const [value, factor] = [cast(graph, x, "float32"), cast(graph, slope, "float32")];
  const below = binary(graph, "Less", value, scalarLike(graph, value, 0));
  return where(graph, below, binary(graph, "Mul", value, factor), value);
};

export const elu = (graph: Graph, x: Value): Value => {
  const below = binary(graph, "Sub", unary(graph, "Exp", x), scalarLike(graph, x, 1));
  return where(graph, positive(graph, x), x, below);
};

/** 1 / (1 + exp(-x)). */
function sigmoid(graph: Graph, x: Value): Value {
  if (!graph.traits.lacks.has("exact Sigmoid")) return unary(graph, "Sigmoid", x);
  const odds = unary(graph, "Exp", unary(graph, "Neg", x));
  return unary(graph, "Reciprocal", binary(graph, "Add", odds, scalarLike(graph, x, 1)));
}

/** Softmax or LogSoftmax along one axis of the tensor. */
const softmax = (graph: Graph, op: string, x: View, axis: number): View => {
  const [position] = positions(x, [axis]);
  const type = { shape: x.value.shape, dtype: x.value.dtype };
  return { value: graph.emit(op, [x.value], { axis: position! }, [type])[0]!, order: x.order };
};

export const activationKernels: readonly Kernel[] = [
  numberMap("Relu", relu),
  numberMap("Relu6", relu6),
  mapKernel("Elu", elu),
  floatKernel("Selu", (graph, x) => {
    const below = binary(graph, "Sub", unary(graph, "Exp", x), scalarLike(graph, x, 1));
    const above = scaled(graph, x, SELU_SCALE);
    return where(graph, positive(graph, x), above, scaled(graph, below, SELU_SCALE * SELU_ALPHA));
  }),
  mapKernel("Sigmoid", sigmoid),
  floatKernel("Softplus", (graph, x) => unary(graph, "Softplus", x)),
  kernel<"x", tf.LeakyReluAttrs>("LeakyRelu", ({ graph, inputs: { x }, attrs }) => ({
    value: leakyRelu(graph, cast(graph, x.value, "float32"), attrs.alpha),
    order: x.order,
  })),
  kernel<"x" | "alpha">("Prelu", ({ graph, inputs: { x, alpha } }) =>
    elementwise(graph, [x, alpha], (value, slope) => prelu(graph, value!, slope!)),
  ),
  kernel<"dy" | "y">("EluGrad", ({ graph, inputs: { dy, y } }) =>
    elementwise(graph, [dy, y], (grad, value) => {
      const slope = binary(graph, "Add", value!, scalarLike(graph, value!, 1));
      const steep = binary(graph, "GreaterOrEqual", value!, scalarLike(graph, value!, 0));
      return where(graph, steep, grad!, binary(graph, "Mul", grad!, slope));
    }),
  ),
  kernel<"logits", tf.SoftmaxAttrs>("Softmax", ({ graph, inputs: { logits }, attrs }) =>
    softmax(graph, "Softmax", logits, lastIfNegative(attrs.dim, logits)),
  ),
  kernel<"logits", tf.LogSoftmaxAttrs>("LogSoftmax", ({ graph, inputs: { logits }, attrs }) =>
    softmax(graph, "LogSoftmax", logits, lastIfNegative(attrs.axis, logits)),
  ),
];

function lastIfNegative(axis: number, view: View): number {
  return axis < 0 ? range(view.order.length).at(axis)! : axis;
}

/** The activations that TensorFlow.js' fused kernels may name. */
export function activate(graph: Graph, x: Value, activation: string, alpha = 0.2): Value {
  switch (activation) {
    case "linear":
      return x;
    case "relu":
      return relu(graph, x);
    case "relu6":
      return relu6(graph, x);
    case "elu":
      return elu(graph, x);
    case "sigmoid":
      return sigmoid(graph, x);
    case "leakyrelu":
      return leakyRelu(graph, cast(graph, x, "float32"), alpha);
    default:
      throw new Error(`activation ${activation} is not known`);
  }
}
