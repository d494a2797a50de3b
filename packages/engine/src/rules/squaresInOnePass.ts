import type { Rule } from "../graph/graph.js";
import { nodeOf } from "../graph/visit.js";
import { reduce } from "../ops/reduce.js";

/**
 * A sum of squares that nobody else reads is one pass on a graphics processor. On the processor, squaring first and
 * summing then is faster.
 */
export const squaresInOnePass: Rule = {
  name: "squaresInOnePass",
  apply(graph, { op, inputs, attributes, types }) {
    const [squares] = inputs;
    if (op !== "ReduceSum" || !graph.traits.massivelyParallel || graph.uses(squares!) > 1) return undefined;
    const [a, b] = nodeOf(squares, "Mul")?.inputs ?? [];
    if (a === undefined || a !== b || types[0]!.dtype !== "float32") return undefined;
    return [
      reduce(graph, "ReduceSumSquare", a, attributes.axes as readonly number[], attributes.keepdims === 1),
    ];
  },
};
