import type { GraphNode, Value } from "./types.js";

/** The node that computes a value, if one does and (where given) is the operator `op`. */
export function nodeOf(value: Value | undefined, op?: string): GraphNode | undefined {
  if (value?.source.kind !== "node") return undefined;
  const { node } = value.source;
  return op === undefined || node.op === op ? node : undefined;
}

/** The number a constant repeats everywhere, or undefined for anything else. */
export function fillOf(value: Value | undefined): number | undefined {
  return value?.source.kind === "constant" && "fill" in value.source.data
    ? value.source.data.fill
    : undefined;
}

/** All nodes the outputs depend on, each after the nodes it reads. Dead nodes do not appear. */
export function nodesInOrder(outputs: Iterable<Value>): GraphNode[] {
  const order: GraphNode[] = [];
  const seen = new Set<GraphNode>();
  // An explicit stack: graphs of deep networks would overflow a recursion.
  const stack: { node: GraphNode; next: number }[] = [];
  const push = (value: Value) => {
    const node = nodeOf(value);
    if (node !== undefined && !seen.has(node)) {
      seen.add(node);
      stack.push({ node, next: 0 });
    }
  };
  for (const output of outputs) {
    push(output);
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const input = frame.node.inputs[frame.next++];
      if (input !== undefined) push(input);
      else {
        order.push(frame.node);
        stack.pop();
      }
    }
  }
  return order;
}

/** How often each value is read by the nodes and outputs given. */
export function countUses(nodes: readonly GraphNode[], outputs: Iterable<Value>): Map<Value, number> {
  const uses = new Map<Value, number>();
  const use = (value: Value) => uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const node of nodes) node.inputs.forEach(use);
  for (const output of outputs) use(output);
  return uses;
}
