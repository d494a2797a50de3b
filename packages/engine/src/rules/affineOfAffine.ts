import type { Rule } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import { fillOf, nodeOf } from "../graph/visit.js";
import { channelAffine } from "../ops/convolution.js";
import { binary } from "../ops/elementwise.js";

/**
 * ((x - m) a + b - n) c + d, channel by channel, is (x - m) (a c) + ((b - n) c + d): one pass, unless others read the
 * first. It is so to rounding, as long as no product leaves the range of float32.
 */
export const affineOfAffine: Rule = {
  name: "affineOfAffine",
  apply(graph, { op, inputs }) {
    const inner = op === "BatchNormalization" ? nodeOf(inputs[0], op) : undefined;
    if (inner === undefined || graph.uses(inputs[0]!) > 1) return undefined;
    const [x, a, b, m, v] = inner.inputs as [Value, Value, Value, Value, Value];
    const [, c, d, n, w] = inputs as [Value, Value, Value, Value, Value];
    if (fillOf(v) !== 1 || fillOf(w) !== 1) return undefined;
    const moved = fillOf(n) === 0 ? b : binary(graph, "Sub", b, n);
    // Nothing, scaled, is nothing: no product need say so.
    const shift = fillOf(moved) === 0 ? d : binary(graph, "Add", binary(graph, "Mul", moved, c), d);
    return [channelAffine(graph, x, binary(graph, "Mul", a, c), shift, m)];
  },
};
