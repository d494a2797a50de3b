import { expect } from "vitest";
import { createSyncSession } from "../backend/syncSession.js";
import { newArray, type TensorArray } from "../feeds.js";
import { Graph, type Rule } from "../graph/graph.js";
import { type Program, simplify } from "../graph/simplify.js";
import { PLAIN, type Traits } from "../graph/traits.js";
import type { GraphNode, Shape, Value } from "../graph/types.js";
import { nodesInOrder } from "../graph/visit.js";
import { serialize } from "../onnx/serialize.js";
import { sizeOf, uniform } from "../parity.test.helper.js";
import { portOf } from "../session.js";

export interface Rewritten {
  readonly ops: string[];
  readonly nodes: GraphNode[];
  readonly output: Value;
}

/** Numbers that rules like to forget; the infinite ones last. */
const SPECIAL = [Number.NaN, 0, -0, 1, -1, 1e-20, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** Those that a rule knows that cannot multiply infinity. */
export const FINITE = SPECIAL.slice(0, -2);

/** Feeds for inputs of the shapes: numbers in [-1, 1), and those with something special in every third place. */
function feedsFor(shapes: readonly Shape[], special: readonly number[]): Float32Array[][] {
  const plain = shapes.map((shape, i) => uniform(sizeOf(shape), i + 1));
  const mixed = special.map((_, shift) =>
    plain.map((array, k) =>
      array.map((x, i) => (i % 3 === 0 ? special[(shift + 3 * k + i / 3) % special.length]! : x)),
    ),
  );
  return [plain, ...mixed];
}

/** Whether two results are one number but for rounding, or both none. */
const agree = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || (Number.isFinite(b) && Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b)));

/** What a program gives of each of the feeds. */
function evaluate({ inputs, outputs }: Program, feeds: readonly Float32Array[][]): TensorArray[] {
  const y = portOf("y", outputs.get("y")!);
  const ports = inputs.map((value, i) => portOf(`x${i}`, value));
  const session = createSyncSession(serialize(inputs, outputs), ports, [y], 1);
  const results = feeds.map((arrays) => {
    const result = newArray(y.shape, y.dtype);
    session.run(arrays, [result]);
    return result;
  });
  session.release();
  return results;
}

/**
 * Builds a graph of one output over inputs of the shapes given, applies one rule to it, and expects it to be of the
 * same shape and type and to give the same numbers as before.
 */
export function rewrite(
  rule: Rule,
  shapes: readonly Shape[],
  build: (graph: Graph, ...inputs: Value[]) => Value,
  special: readonly number[] = SPECIAL,
  traits: Traits = PLAIN,
): Rewritten {
  const graph = new Graph([], undefined, traits);
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, shape, "float32"));
  const before = { inputs: graph.inputs, outputs: new Map([["y", build(graph, ...inputs)]]) };
  const after = simplify(before, [rule], traits);
  const [expected, output] = [before.outputs.get("y")!, after.outputs.get("y")!];
  expect({ shape: output.shape, dtype: output.dtype }).toEqual({
    shape: expected.shape,
    dtype: expected.dtype,
  });
  const feeds = feedsFor(shapes, special);
  const numbers = evaluate(before, feeds);
  evaluate(after, feeds).forEach((array, i) => {
    array.forEach((a, j) => {
      const b = numbers[i]![j]!;
      if (!agree(a, b)) expect.fail(`${rule.name} makes ${a} of ${b} (element ${j}, feeds ${i})`);
    });
  });
  const nodes = nodesInOrder(after.outputs.values());
  return { ops: nodes.map((node) => node.op), nodes, output };
}

/** The operators that a rule leaves of a graph. */
export const opsAfter = (...args: Parameters<typeof rewrite>): string[] => rewrite(...args).ops;
