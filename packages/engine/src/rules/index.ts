import type { Rule } from "../graph/graph.js";

/** Every rewrite, in the order in which they are tried on a new node. */
export const rules: readonly Rule[] = [];
