import type { Rule } from "../graph/graph.js";
import type { DType } from "../graph/types.js";
import { nodeOf } from "../graph/visit.js";
import { cast } from "../ops/elementwise.js";

/** Types whose every value the later one holds exactly. */
const HOLDS: Record<DType, readonly DType[]> = {
  bool: ["bool", "int32", "int64", "float32"],
  int32: ["int32", "int64"],
  int64: ["int64"],
  float32: ["float32"],
};

/** A cast through a type that loses nothing is one cast: bool to int32 to float32 is bool to float32. */
export const castOfCast: Rule = {
  name: "castOfCast",
  apply(graph, { op, inputs, types }) {
    const inner = op === "Cast" ? nodeOf(inputs[0], "Cast") : undefined;
    const [origin] = inner?.inputs ?? [];
    if (origin === undefined || !HOLDS[origin.dtype].includes(inputs[0]!.dtype)) return undefined;
    return [cast(graph, origin, types[0]!.dtype)];
  },
};
