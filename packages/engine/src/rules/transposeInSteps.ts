import type { Rule } from "../graph/graph.js";
import { reshape, transpose } from "../ops/shape.js";

/**
 * Filters [kh, kw, in, out] to [out, in, kh, kw] go by way of two swaps of two axes each, for which
 * ONNX Runtime has fast loops on the processor; in one go it moves element by element.
 */
export const transposeInSteps: Rule = {
  name: "transposeInSteps",
  apply(graph, { op, inputs, attributes }) {
    const perm = attributes.perm;
    if (op !== "Transpose" || String(perm) !== "3,2,0,1" || graph.traits.massivelyParallel) return undefined;
    const [x] = inputs;
    const [kh, kw, ins, outs] = x!.shape as [number, number, number, number];
    if (kh * kw === 1 || ins === 1 || outs === 1) return undefined;
    const tapsInside = transpose(graph, reshape(graph, x!, [kh * kw, ins, outs]), [1, 0, 2]);
    const swapped = transpose(graph, reshape(graph, tapsInside, [ins * kh * kw, outs]), [1, 0]);
    return [reshape(graph, swapped, [outs, ins, kh, kw])];
  },
};
