import type { Rule } from "../graph/graph.js";
import { sizeOf } from "../graph/shapes.js";
import { fillOf } from "../graph/visit.js";
import { binary } from "../ops/elementwise.js";

/** Division by a constant is multiplication by the reciprocal. */
export const divideByConstant: Rule = {
  name: "divideByConstant",
  apply(graph, { op, inputs, types }) {
    if (op !== "Div" || types[0]!.dtype !== "float32") return undefined;
    const [x, divisor] = inputs;
    const fill = fillOf(divisor);
    if (fill === undefined || fill === 0 || sizeOf(x!.shape) < sizeOf(divisor!.shape)) return undefined;
    return [binary(graph, "Mul", x!, graph.fill(Math.fround(1 / fill), divisor!.shape))];
  },
};
