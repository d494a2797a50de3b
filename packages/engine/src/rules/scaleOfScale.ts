import type { Rule } from "../graph/graph.js";
import { broadcastShapes, sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { nodeOf } from "../graph/visit.js";
import { binary } from "../ops/elementwise.js";

/** The operands of a product, the larger first. */
function factors(value: Value): readonly [large: Value, small: Value] | undefined {
  const [a, b] = nodeOf(value, "Mul")?.inputs ?? [];
  if (a === undefined || b === undefined) return undefined;
  return sizeOf(a.shape) >= sizeOf(b.shape) ? [a, b] : [b, a];
}

/** (x * a) * b with factors smaller than x is x * (a * b): the full-size tensor is passed over once. */
export const scaleOfScale: Rule = {
  name: "scaleOfScale",
  apply(graph, { op, inputs, types }) {
    if (op !== "Mul" || types[0]!.dtype !== "float32") return undefined;
    const size = sizeOf(types[0]!.shape);
    for (const [product, outer] of [inputs, [...inputs].reverse()] as [Value, Value][]) {
      const [large, inner] = factors(product) ?? [];
      if (large === undefined || inner === undefined) continue;
      if (sizeOf(large.shape) !== size || sizeOf(inner.shape) >= size || sizeOf(outer.shape) >= size)
        continue;
      if (sizeOf(broadcastShapes(inner.shape, outer.shape)) >= size) continue;
      return [binary(graph, "Mul", large, binary(graph, "Mul", inner, outer))];
    }
    return undefined;
  },
};
