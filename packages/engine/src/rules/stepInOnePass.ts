import type { Rule } from "../graph/graph.js";
import { sameShape } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { fillOf, nodeOf } from "../graph/visit.js";

/** Lifts every normal number to 1 or more, and is itself the largest that float32 can hold but for rounding. */
const STEEP = 3.4e38;

/** What a condition says of whether it is NaN: `IsNaN`, or where there is no such operator, differing from itself. */
function lookedAtForNaN(condition: Value | undefined): Value | undefined {
  const [a, b] = nodeOf(nodeOf(condition, "Not")?.inputs[0], "Equal")?.inputs ?? [];
  return a === b && a !== undefined ? a : nodeOf(condition, "IsNaN")?.inputs[0];
}

/**
 * The step function, which rectifiers have for a slope (1 above zero, 0 below, NaN where it is NaN), is the steepest
 * HardSigmoid, max(0, min(1, STEEP * x)): one pass in place of a comparison, a cast and a choice. Only of positive
 * numbers below 3e-39, which are denormal, does it make less than 1.
 */
export const stepInOnePass: Rule = {
  name: "stepInOnePass",
  apply(graph, { op, inputs, types }) {
    const [condition, nan, step] = inputs;
    const x = op === "Where" ? lookedAtForNaN(condition) : undefined;
    if (x === undefined || nan !== x || types[0]!.dtype !== "float32") return undefined;
    if (!sameShape(x.shape, types[0]!.shape)) return undefined;
    const [compared, threshold] = nodeOf(nodeOf(step, "Cast")?.inputs[0], "Greater")?.inputs ?? [];
    if (compared !== x || fillOf(threshold) !== 0) return undefined;
    return graph.emit("HardSigmoid", [x], { alpha: { float: STEEP }, beta: { float: 0 } }, types);
  },
};
