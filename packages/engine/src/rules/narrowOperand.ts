import type { Graph, Rule } from "../graph/graph.js";
import { broadcastShapes, sameShape } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { fillOf, nodeOf } from "../graph/visit.js";

const BROADCASTS = new Set([
  ..."Add Sub Mul Div Max Min Pow".split(" "),
  ..."Equal Greater GreaterOrEqual Less LessOrEqual".split(" "),
  "Where",
]);

/** The same operand before it was spread over more elements, if it was. */
function narrow(graph: Graph, value: Value): Value {
  const fill = fillOf(value);
  if (fill !== undefined && value.shape.length > 0) return graph.fill(fill, [], value.dtype);
  return nodeOf(value, "Expand")?.inputs[0] ?? value;
}

/**
 * Operators that broadcast take operands as small as they come: a scalar for a constant array, the source of
 * an Expand, as long as some other operand still spans the result.
 */
export const narrowOperand: Rule = {
  name: "narrowOperand",
  apply(graph, { op, inputs, attributes, types }) {
    if (!BROADCASTS.has(op)) return undefined;
    const { shape } = types[0]!;
    for (const [i, input] of inputs.entries()) {
      const narrowed = narrow(graph, input);
      if (narrowed === input) continue;
      const operands = inputs.map((value, j) => (j === i ? narrowed : value));
      const reached = operands.map((value) => value.shape).reduce(broadcastShapes);
      if (sameShape(reached, shape)) return graph.emit(op, operands, attributes, types);
    }
    return undefined;
  },
};
