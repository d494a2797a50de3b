import { Graph, type Rule } from "../graph/graph.js";
import { simplify } from "../graph/simplify.js";
import type { GraphNode, Shape, Value } from "../graph/types.js";
import { nodesInOrder } from "../graph/visit.js";

export interface Rewritten {
  readonly ops: string[];
  readonly nodes: GraphNode[];
  readonly output: Value;
}

/** Builds a graph of one output over inputs of the shapes given and applies one rule to it. */
export function rewrite(
  rule: Rule,
  shapes: readonly Shape[],
  build: (graph: Graph, ...inputs: Value[]) => Value,
): Rewritten {
  const graph = new Graph();
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, shape, "float32"));
  const outputs = new Map([["y", build(graph, ...inputs)]]);
  const program = simplify({ inputs: graph.inputs, outputs }, [rule]);
  const nodes = nodesInOrder(program.outputs.values());
  return { ops: nodes.map((node) => node.op), nodes, output: program.outputs.get("y")! };
}

/** The operators that a rule leaves of a graph. */
export const opsAfter = (...args: Parameters<typeof rewrite>): string[] => rewrite(...args).ops;
