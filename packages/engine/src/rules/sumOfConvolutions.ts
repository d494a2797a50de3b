import type { Graph, Rule } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import { nodeOf } from "../graph/visit.js";
import { BLOCKED_CONV, fromBlocks, REORDER_OUTPUT } from "../ops/blocked.js";

/** What becomes of `value` when it leaves its blocks, if this is its only use. */
function blocksOf(graph: Graph, value: Value): Value | undefined {
  const inner = graph.uses(value) > 1 ? undefined : nodeOf(value, REORDER_OUTPUT)?.inputs[0];
  return inner === undefined || graph.uses(inner) > 1 ? undefined : inner;
}

/**
 * The sum of two blocked convolutions, which the gradient for images that two convolutions read is, accumulates
 * in the second: neither leaves its blocks before it is added.
 */
export const sumOfConvolutions: Rule = {
  name: "sumOfConvolutions",
  apply(graph, { op, inputs, types }) {
    if (op !== "Add") return undefined;
    const [a, b] = inputs.map((value) => blocksOf(graph, value)) as [Value | undefined, Value | undefined];
    const last = nodeOf(b, BLOCKED_CONV);
    if (a === undefined || b === undefined || last?.inputs.length !== 2) return undefined;
    if (String(a.shape) !== String(b.shape)) return undefined;
    const bias = graph.fill(0, [b.shape[1]!]);
    const sum = graph.emit(BLOCKED_CONV, [...last.inputs, bias, a], last.attributes, types)[0]!;
    return [fromBlocks(graph, sum)];
  },
};
