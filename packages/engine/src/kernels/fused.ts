import type * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { binary } from "../ops/elementwise.js";
import { type Kernel, type KernelCall, kernel } from "../trace/kernel.js";
import { reshapeView, shapeOf, type View } from "../trace/view.js";
import { activate, prelu } from "./activation.js";
import { convolved } from "./convolution.js";
import { depthwiseConvolved } from "./depthwise.js";
import { elementwise } from "./elementwise.js";
import { product } from "./linear.js";

/** What TensorFlow.js fuses behind a linear kernel: the last two are only there where the caller gave them. */
type Extras = { readonly bias: View | undefined; readonly preluActivationWeights: View | undefined };

/** One number per channel meets the channels, wherever the data format has them. */
const perChannel = (graph: Graph, view: View, dataFormat: string): View => {
  const shape = shapeOf(view);
  return dataFormat === "NCHW" && shape.length === 1 && shape[0] !== 1
    ? reshapeView(graph, view, [shape[0]!, 1, 1])
    : view;
};

/** Adds the bias and applies the activation. */
function finished(
  graph: Graph,
  linear: View,
  { bias, preluActivationWeights }: Extras,
  { activation, leakyreluAlpha }: { activation?: string; leakyreluAlpha?: number },
  dataFormat = "NHWC",
): View {
  const biased =
    bias === undefined
      ? linear
      : elementwise(graph, [linear, perChannel(graph, bias, dataFormat)], (x, b) =>
          binary(graph, "Add", x!, b!),
        );
  if (preluActivationWeights !== undefined)
    return elementwise(graph, [biased, perChannel(graph, preluActivationWeights, dataFormat)], (x, slope) =>
      prelu(graph, x!, slope!),
    );
  return {
    value: activate(graph, biased.value, activation ?? "linear", leakyreluAlpha),
    order: biased.order,
  };
}

type Fused<Input extends string> = Input | "bias" | "preluActivationWeights";

const extrasOf = ({ inputs }: Pick<KernelCall<Fused<never>, unknown>, "inputs">): Extras => inputs;

export const fusedKernels: readonly Kernel[] = [
  kernel<Fused<"x" | "filter">, tf.FusedConv2DAttrs>("FusedConv2D", ({ graph, inputs, attrs }) =>
    finished(
      graph,
      convolved(graph, inputs.x, inputs.filter, attrs),
      extrasOf({ inputs }),
      attrs,
      attrs.dataFormat,
    ),
  ),
  kernel<Fused<"x" | "filter">, tf.FusedDepthwiseConv2DAttrs>(
    "FusedDepthwiseConv2D",
    ({ graph, inputs, attrs }) =>
      finished(
        graph,
        depthwiseConvolved(graph, inputs.x, inputs.filter, attrs),
        extrasOf({ inputs }),
        attrs,
        attrs.dataFormat,
      ),
  ),
  kernel<Fused<"a" | "b">, tf._FusedMatMulAttrs>("_FusedMatMul", ({ graph, inputs, attrs }) =>
    finished(
      graph,
      product(graph, inputs.a, inputs.b, attrs.transposeA, attrs.transposeB),
      extrasOf({ inputs }),
      attrs,
    ),
  ),
];
