import type * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { isIdentity, range } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { binary } from "../ops/elementwise.js";
import { gemm, matMul } from "../ops/linear.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { inOrder, inRowMajor, rowMajor, type View } from "../trace/view.js";
import { activate } from "./activation.js";

/** A matrix as it lies in memory, and whether that is transposed. */
const stored = (view: View): [Value, boolean] => [view.value, !isIdentity(view.order)];

/** A stack of matrices with the last two axes swapped where asked. */
function oriented(graph: Graph, view: View, swap: boolean): Value {
  const axes = range(view.order.length);
  return inOrder(graph, view, swap ? [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!] : axes);
}

/** The matrix product, of stacks of matrices where the rank is above 2. */
export function product(graph: Graph, a: View, b: View, transposeA: boolean, transposeB: boolean): Value {
  if (a.order.length === 2 && b.order.length === 2) {
    const [left, leftSwapped] = stored(a);
    const [right, rightSwapped] = stored(b);
    return gemm(graph, left, right, leftSwapped !== transposeA, rightSwapped !== transposeB);
  }
  return matMul(graph, oriented(graph, a, transposeA), oriented(graph, b, transposeB));
}

export const linearKernels: readonly Kernel[] = [
  kernel<"a" | "b", tf.BatchMatMulAttrs>("BatchMatMul", ({ graph, inputs: { a, b }, attrs }) =>
    rowMajor(product(graph, a, b, attrs.transposeA, attrs.transposeB)),
  ),
  kernel<never, tf.EinsumAttrs>("Einsum", ({ graph, list, attrs }) => {
    const operands = list.map((view) => inRowMajor(graph, view));
    const type = { shape: einsumShape(attrs.equation, operands), dtype: operands[0]!.dtype };
    return rowMajor(graph.emit("Einsum", operands, { equation: attrs.equation }, [type])[0]!);
  }),
  kernel<"a" | "b" | "bias" | "preluActivationWeights", tf._FusedMatMulAttrs>(
    "_FusedMatMul",
    ({ graph, inputs, attrs }) => {
      const { a, b } = inputs;
      // The last two are only there where the caller gave them.
      const bias: View | undefined = inputs.bias;
      const slope: View | undefined = inputs.preluActivationWeights;
      const linear = product(graph, a, b, attrs.transposeA, attrs.transposeB);
      const biased = bias === undefined ? linear : binary(graph, "Add", linear, inRowMajor(graph, bias));
      if (slope === undefined)
        return rowMajor(activate(graph, biased, attrs.activation, attrs.leakyreluAlpha));
      return rowMajor(prelu(graph, biased, inRowMajor(graph, slope)));
    },
  ),
];

/** The extents of an einsum's output: each of its letters has the extent it has in an operand. */
function einsumShape(equation: string, operands: readonly Value[]): number[] {
  const [left, right] = equation.replaceAll(" ", "").split("->") as [string, string];
  const extents = new Map<string, number>();
  left.split(",").forEach((letters, i) => {
    [...letters].forEach((letter, axis) => {
      extents.set(letter, operands[i]!.shape[axis]!);
    });
  });
  return [...right].map((letter) => extents.get(letter)!);
}

const prelu = (graph: Graph, x: Value, slope: Value): Value =>
  binary(
    graph,
    "Add",
    binary(graph, "Max", x, graph.fill(0)),
    binary(graph, "Mul", binary(graph, "Min", x, graph.fill(0)), slope),
  );
