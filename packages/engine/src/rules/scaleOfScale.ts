import { type Rule, SMALLEST } from "../graph/graph.js";
import { broadcastShapes, sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { fillOf, nodeOf } from "../graph/visit.js";
import { binary } from "../ops/elementwise.js";

/** The operands of a product, the larger first. */
function factors(value: Value): readonly [large: Value, small: Value] | undefined {
  const [a, b] = nodeOf(value, "Mul")?.inputs ?? [];
  if (a === undefined || b === undefined) return undefined;
  return sizeOf(a.shape) >= sizeOf(b.shape) ? [a, b] : [b, a];
}

/** Whether two factors are constants of which float32 cannot hold the product: x may lie between. */
function outOfRange(a: Value, b: Value): boolean {
  const product = (fillOf(a) ?? 1) * (fillOf(b) ?? 1);
  return product !== 0 && (Math.abs(product) < SMALLEST || !Number.isFinite(Math.fround(product)));
}

/**
 * (x * a) * b with factors smaller than x is x * (a * b), to rounding: the full-size tensor is passed over once. Of
 * factors that are computed it is taken for granted that float32 holds their product.
 */
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
      if (sizeOf(broadcastShapes(inner.shape, outer.shape)) >= size || outOfRange(inner, outer)) continue;
      return [binary(graph, "Mul", large, binary(graph, "Mul", inner, outer))];
    }
    return undefined;
  },
};
