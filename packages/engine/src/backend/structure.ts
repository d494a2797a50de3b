import { createHash } from "node:crypto";
import type { ConstantData, Value } from "../graph/types.js";
import { nodesInOrder } from "../graph/visit.js";

/** What a computation is, apart from the data it reads. */
export interface Structure {
  /** Equal for computations that one compiled model serves. */
  readonly key: string;
  /** The inputs the computation reads, in an order that is the same for equal keys. */
  readonly inputs: readonly Value[];
}

function contentOf(data: ConstantData): string {
  if ("fill" in data) return Object.is(data.fill, -0) ? "-0" : String(data.fill);
  const { buffer, byteOffset, byteLength } = data.array;
  return createHash("sha1")
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest("base64");
}

/** The structure of the computation of `outputs`: values are numbered as they are met, and inputs only typed. */
export function structureOf(outputs: readonly Value[]): Structure {
  const lines: string[] = [];
  const inputs: Value[] = [];
  const numbers = new Map<Value, number>();
  const enter = (value: Value): void => {
    numbers.set(value, numbers.size);
    lines.push(`${value.dtype} ${value.shape.join("x")}`);
  };
  const numberOf = (value: Value): number => {
    if (!numbers.has(value)) {
      enter(value);
      if (value.source.kind === "input") inputs.push(value);
      if (value.source.kind === "constant") lines.push(contentOf(value.source.data));
    }
    return numbers.get(value)!;
  };
  for (const node of nodesInOrder(outputs)) {
    const operands = node.inputs.map(numberOf);
    lines.push(`${node.op} ${operands} ${JSON.stringify(node.attributes)}`);
    node.outputs.forEach(enter);
  }
  lines.push(`gives ${outputs.map(numberOf)}`);
  return { key: lines.join("\n"), inputs };
}
