import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { isIdentity, range } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { gemm, matMul } from "../ops/linear.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { inOrder, inRowMajor, rowMajor, shapeOf, type View } from "../trace/view.js";

/** A matrix as it lies in memory, and whether that is transposed. */
const stored = (view: View): [Value, boolean] => [view.value, !isIdentity(view.order)];

/** A stack of matrices with the last two axes swapped where asked. */
function oriented(graph: Graph, view: View, swap: boolean): Value {
  const axes = range(view.order.length);
  return inOrder(graph, view, swap ? [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!] : axes);
}

/** The matrix product, of stacks of matrices where the rank is above 2. */
export function product(graph: Graph, a: View, b: View, transposeA: boolean, transposeB: boolean): View {
  const [left, right] = [shapeOf(a), shapeOf(b)];
  const [inner, met] = [left.at(transposeA ? -2 : -1), right.at(transposeB ? -1 : -2)];
  tf.util.assert(
    inner === met,
    () =>
      `Error in matMul: inner shapes (${inner}) and (${met}) of Tensors with shapes ${left} and ${right} and ` +
      `transposeA=${transposeA} and transposeB=${transposeB} must match.`,
  );
  // The runtime's Gemm knows floats only.
  if (left.length === 2 && right.length === 2 && a.value.dtype === "float32") {
    const [first, firstSwapped] = stored(a);
    const [second, secondSwapped] = stored(b);
    return rowMajor(gemm(graph, first, second, firstSwapped !== transposeA, secondSwapped !== transposeB));
  }
  return rowMajor(matMul(graph, oriented(graph, a, transposeA), oriented(graph, b, transposeB)));
}

export const linearKernels: readonly Kernel[] = [
  kernel<"a" | "b", tf.BatchMatMulAttrs>("BatchMatMul", ({ graph, inputs: { a, b }, attrs }) =>
    product(graph, a, b, attrs.transposeA, attrs.transposeB),
  ),
  kernel<never, tf.EinsumAttrs>("Einsum", ({ graph, list, attrs }) => {
    const operands = list.map((view) => inRowMajor(graph, view));
    const { allDims, summedDims, idDims } = tf.backend_util.decodeEinsumEquation(attrs.equation, list.length);
    tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, operands as unknown as tf.Tensor[]);
    const kept = range(allDims.length - summedDims.length);
    const shape = kept.map((letter) => {
      const i = idDims.findIndex((dims) => dims.includes(letter));
      return operands[i]!.shape[idDims[i]!.indexOf(letter)]!;
    });
    const type = { shape, dtype: operands[0]!.dtype };
    return rowMajor(graph.emit("Einsum", operands, { equation: attrs.equation }, [type])[0]!);
  }),
];
