import type { Rule } from "../graph/graph.js";
import type { GraphNode, Value } from "../graph/types.js";
import { nodeOf } from "../graph/visit.js";
import { slice } from "../ops/shape.js";

/** Part of a vector: its elements from `start` (inclusive) to `end` (exclusive). */
interface Part {
  readonly of: Value;
  readonly start: number;
  readonly end: number;
}

/** Which part of what vector a value is, if it is cut from one. */
function partOf(value: Value): Part | undefined {
  const node = nodeOf(value);
  const [of] = node?.inputs ?? [];
  if (node === undefined || of?.shape.length !== 1) return undefined;
  const start =
    node.op === "Split" ? startOfPiece(node, value) : node.op === "Slice" ? startOf(node) : undefined;
  if (start === undefined) return undefined;
  const part = { of, start, end: start + value.shape[0]! };
  const whole = partOf(of);
  return whole === undefined
    ? part
    : { of: whole.of, start: whole.start + part.start, end: whole.start + part.end };
}

function startOf({ attributes }: GraphNode): number | undefined {
  const [[start], [step]] = [attributes.starts, attributes.steps] as [readonly number[], readonly number[]];
  return step === 1 && start! >= 0 ? start : undefined;
}

function startOfPiece({ attributes, outputs }: GraphNode, value: Value): number {
  const sizes = attributes.split as readonly number[];
  return sizes.slice(0, outputs.indexOf(value)).reduce((sum, size) => sum + size, 0);
}

/** Parts of a vector laid one after the other as they are in it are one slice of it, or all of it. */
export const joinSlices: Rule = {
  name: "joinSlices",
  apply(graph, { op, inputs }) {
    if (op !== "Concat") return undefined;
    const parts = inputs.map(partOf);
    const [first] = parts;
    const follows = (i: number) => parts[i]?.of === first?.of && parts[i]?.start === parts[i - 1]?.end;
    if (first === undefined || !inputs.every((_, i) => i === 0 || follows(i))) return undefined;
    return [slice(graph, first.of, [first.start], [parts.at(-1)!.end])];
  },
};
