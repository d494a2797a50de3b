import type { Graph, Rule } from "../graph/graph.js";
import { sameShape, sizeOf } from "../graph/shapes.js";
import type { GraphNode, Value } from "../graph/types.js";
import { fillOf, nodeOf } from "../graph/visit.js";
import { binary } from "../ops/elementwise.js";
import { concat } from "../ops/shape.js";

/** For these the order of operands does not matter. */
const COMMUTATIVE = new Set(["Add", "Mul"]);
const MAPS = new Set([...COMMUTATIVE, "Sub", "Div"]);

/**
 * Vectors that the same operator makes, one by one, to be laid one after the other, are laid first and made all at
 * once: such as the running statistics of many layers, which a device keeps in one piece.
 */
export const concatFirst: Rule = {
  name: "concatFirst",
  apply(graph, { op, inputs, types: [type] }) {
    if (op !== "Concat" || type!.shape.length !== 1 || type!.dtype !== "float32") return undefined;
    const nodes = inputs.map((value) => (graph.uses(value) > 1 ? undefined : nodeOf(value)));
    const map = nodes[0]?.op;
    if (map === undefined || !MAPS.has(map) || nodes.some((node) => node?.op !== map)) return undefined;
    const operands = (nodes as GraphNode[]).map(constantsLast);
    const shapes = inputs.map(({ shape }) => shape);
    const sides = [0, 1].map((side) => operands.map((pair) => pair[side]!));
    const joins = sides.map((values) => joined(values, shapes));
    if (joins.includes(undefined)) return undefined;
    const [left, right] = joins.map((join) => join!(graph));
    return [binary(graph, map, left!, right!)];
  },
};

function constantsLast({ op, inputs }: GraphNode): readonly Value[] {
  const [a, b] = inputs;
  return COMMUTATIVE.has(op) && fillOf(a) !== undefined ? [b!, a!] : inputs;
}

/** How to lay operands of vectors of the shapes one after the other; undefined where some are constants, some not. */
function joined(values: readonly Value[], shapes: readonly (readonly number[])[]) {
  if (values.every((value, i) => fillOf(value) === undefined && sameShape(value.shape, shapes[i]!)))
    return (graph: Graph) => concat(graph, values, 0);
  const fills = values.map(fillOf);
  if (fills.includes(undefined)) return undefined;
  if (fills.every((fill) => Object.is(fill, fills[0]))) return (graph: Graph) => graph.fill(fills[0]!);
  const all = Float32Array.from(
    fills.flatMap((fill, i) => new Array<number>(sizeOf(shapes[i]!)).fill(fill!)),
  );
  return (graph: Graph) => graph.constant(all, [all.length], "float32");
}
