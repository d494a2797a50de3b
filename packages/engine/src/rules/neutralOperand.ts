import type { Rule } from "../graph/graph.js";
import { sameShape } from "../graph/shapes.js";
import { fillOf } from "../graph/visit.js";
import { expand } from "../ops/shape.js";

/** The operand that changes nothing, on the right; operators that commute take it on the left too. */
const NEUTRAL: Record<string, { readonly value: number; readonly commutes: boolean }> = {
  Add: { value: 0, commutes: true },
  Sub: { value: 0, commutes: false },
  Mul: { value: 1, commutes: true },
  Div: { value: 1, commutes: false },
  Pow: { value: 1, commutes: false },
};

/** Multiplying by ones, adding zeros and the like is at most a broadcast; a zero may keep a sign that adding takes. */
export const neutralOperand: Rule = {
  name: "neutralOperand",
  apply(graph, { op, inputs, types }) {
    const neutral = NEUTRAL[op];
    if (neutral === undefined) return undefined;
    const [a, b] = inputs;
    const kept =
      fillOf(b) === neutral.value ? a! : neutral.commutes && fillOf(a) === neutral.value ? b! : undefined;
    if (kept === undefined || kept.dtype !== types[0]!.dtype) return undefined;
    return [sameShape(kept.shape, types[0]!.shape) ? kept : expand(graph, kept, types[0]!.shape)];
  },
};
