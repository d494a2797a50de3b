import type { Rule } from "../graph/graph.js";
import { isIdentity } from "../graph/shapes.js";
import { nodeOf } from "../graph/visit.js";
import { reshape, transpose } from "../ops/shape.js";

/** Two reshapes in a row are one, and so are two transpositions; those that cancel are none. */
export const mergeMoves: Rule = {
  name: "mergeMoves",
  apply(graph, { op, inputs, attributes, types }) {
    const [inner] = nodeOf(inputs[0], op)?.inputs ?? [];
    if (inner === undefined) return undefined;
    if (op === "Reshape") return [reshape(graph, inner, types[0]!.shape)];
    if (op !== "Transpose") return undefined;
    const outerPerm = attributes.perm as readonly number[];
    const innerPerm = nodeOf(inputs[0])!.attributes.perm as readonly number[];
    const perm = outerPerm.map((axis) => innerPerm[axis]!);
    return [isIdentity(perm) ? inner : transpose(graph, inner, perm)];
  },
};
