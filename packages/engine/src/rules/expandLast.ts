import type { Graph, Proposal, Rule } from "../graph/graph.js";
import { range, sameShape, sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { nodeOf } from "../graph/visit.js";
import { expand, reshape, transpose } from "../ops/shape.js";

const PAIRWISE = new Set("Add Sub Mul Div Max Min".split(" "));

function beforeExpanding(graph: Graph, { op, inputs, attributes, types }: Proposal): Value | undefined {
  const { shape, dtype } = types[0]!;
  if (op === "Transpose") {
    const source = nodeOf(inputs[0], "Expand")?.inputs[0];
    if (source === undefined) return undefined;
    const missing = range(shape.length - source.shape.length).map(() => 1);
    const padded = reshape(graph, source, [...missing, ...source.shape]);
    return transpose(graph, padded, attributes.perm as readonly number[]);
  }
  if (!PAIRWISE.has(op)) return undefined;
  for (const [i, input] of inputs.entries()) {
    const source = nodeOf(input, "Expand")?.inputs[0];
    const other = inputs[1 - i]!;
    if (source === undefined || sizeOf(other.shape) !== 1 || !sameShape(input.shape, shape)) continue;
    if (other.shape.length > source.shape.length) continue;
    const operands = i === 0 ? [source, other] : [other, source];
    return graph.emit(op, operands, attributes, [{ shape: source.shape, dtype }])[0]!;
  }
  return undefined;
}

/** Axes are moved, and scalars applied, before a broadcast, while there is less to pass over. */
export const expandLast: Rule = {
  name: "expandLast",
  apply(graph, proposal) {
    const value = beforeExpanding(graph, proposal);
    return value === undefined ? undefined : [expand(graph, value, proposal.types[0]!.shape)];
  },
};
