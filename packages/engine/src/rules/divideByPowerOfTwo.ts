import { type Rule, SMALLEST } from "../graph/graph.js";
import { sizeOf } from "../graph/shapes.js";
import { fillOf } from "../graph/visit.js";
import { binary } from "../ops/elementwise.js";

/**
 * Division by a power of two is multiplication by its reciprocal, to the bit, and products are what other rules merge.
 * By another constant it stays: 41 * (1 / 41) is less than 1, and somebody may round it down.
 */
export const divideByPowerOfTwo: Rule = {
  name: "divideByPowerOfTwo",
  apply(graph, { op, inputs, types }) {
    if (op !== "Div" || types[0]!.dtype !== "float32") return undefined;
    const [x, divisor] = inputs;
    const fill = fillOf(divisor);
    if (fill === undefined || sizeOf(x!.shape) < sizeOf(divisor!.shape)) return undefined;
    // The product of two numbers of float32 is exact here.
    const reciprocal = Math.fround(1 / fill);
    if (reciprocal * fill !== 1 || Math.min(Math.abs(fill), Math.abs(reciprocal)) < SMALLEST)
      return undefined;
    return [binary(graph, "Mul", x!, graph.fill(reciprocal, divisor!.shape))];
  },
};
