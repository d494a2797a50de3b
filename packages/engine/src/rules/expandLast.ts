import type { Rule } from "../graph/graph.js";
import { nodeOf } from "../graph/visit.js";
import { expand, reshape, transpose } from "../ops/shape.js";

/** Axes are moved before a broadcast, while there is less to move. */
export const expandLast: Rule = {
  name: "expandLast",
  apply(graph, { op, inputs, attributes, types }) {
    const [source] = op === "Transpose" ? (nodeOf(inputs[0], "Expand")?.inputs ?? []) : [];
    if (source === undefined) return undefined;
    const { shape } = types[0]!;
    const missing = shape.length - source.shape.length;
    const padded = reshape(graph, source, [...new Array<number>(missing).fill(1), ...source.shape]);
    return [expand(graph, transpose(graph, padded, attributes.perm as readonly number[]), shape)];
  },
};
