import type { Rule } from "../graph/graph.js";

const MOVES = new Set(["Reshape", "Transpose", "Expand", "Tile"]);

/** A constant that is the same everywhere stays so when its elements move: only its shape changes. */
export const moveConstants: Rule = {
  name: "moveConstants",
  apply(graph, { op, inputs, types }) {
    const [x] = inputs;
    if (!MOVES.has(op) || x?.source.kind !== "constant") return undefined;
    const { data } = x.source;
    const { shape, dtype } = types[0]!;
    if ("fill" in data) return [graph.fill(data.fill, shape, dtype)];
    return op === "Reshape" ? [graph.constant(data.array, shape, dtype)] : undefined;
  },
};
