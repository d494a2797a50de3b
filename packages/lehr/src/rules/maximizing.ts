import { onGradient } from "./onGradient.js";
import type { Rule } from "./rule.js";

/** A rule that climbs: it sees the gradient with its sign turned, before any decay is added. */
export function maximizing(rule: Rule): Rule {
  return onGradient(rule, ({ sub, constant }, { gradient }) => sub(constant(0), gradient));
}
