import type { Graph } from "../graph/graph.js";
import { broadcastShapes } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { fillOf } from "../graph/visit.js";
import { binary, cast, scalarLike, unary, where } from "../ops/elementwise.js";

// Integers are divided as integers, exact to the last; divided by 0 they give 0, as in TensorFlow.js.

/** The remainder, with the sign of `a` (that of `b` for integers). */
function remainder(graph: Graph, a: Value, b: Value): Value {
  const shape = broadcastShapes(a.shape, b.shape);
  const attributes = { fmod: a.dtype === "float32" ? 1 : 0 };
  return graph.emit("Mod", [a, b], attributes, [{ shape, dtype: a.dtype }])[0]!;
}

/** Whether one of the two, but not the other, is below 0. */
const differInSign = (graph: Graph, a: Value, b: Value): Value =>
  binary(graph, "Xor", isNegative(graph, a), isNegative(graph, b));

const isNegative = (graph: Graph, x: Value): Value => binary(graph, "Less", x, scalarLike(graph, x, 0));

/**
 * Integer divisors, and where they were replaced by 1: 0, by which the runtime refuses to divide, and -1, by which the
 * smallest int32 has no quotient and a processor that looks for it ends the process.
 */
function harmless(graph: Graph, b: Value): { divisor: Value; replaced: Value | undefined } {
  const known = fillOf(b);
  if (known !== undefined && known !== 0 && known !== -1) return { divisor: b, replaced: undefined };
  const equals = (fill: number) => binary(graph, "Equal", b, scalarLike(graph, b, fill));
  const replaced = binary(graph, "Or", equals(0), equals(-1));
  return { divisor: where(graph, replaced, scalarLike(graph, b, 1), b), replaced };
}

/** The quotient of integers, rounded towards zero or down. */
function integerQuotient(graph: Graph, a: Value, b: Value, down: boolean): Value {
  const { divisor, replaced } = harmless(graph, b);
  const truncated = binary(graph, "Div", a, divisor);
  const less = () => {
    const exact = binary(graph, "Equal", binary(graph, "Mul", truncated, divisor), a);
    const above = binary(graph, "And", unary(graph, "Not", exact), differInSign(graph, a, divisor));
    return binary(graph, "Sub", truncated, cast(graph, above, a.dtype));
  };
  const quotient = down ? less() : truncated;
  // By 0 and -1 one divides and multiplies alike.
  return replaced === undefined ? quotient : where(graph, replaced, binary(graph, "Mul", a, b), quotient);
}

/** The quotient; of integers, as in TensorFlow.js, rounded towards zero. */
export const quotient = (graph: Graph, a: Value, b: Value): Value =>
  a.dtype === "float32" ? binary(graph, "Div", a, b) : integerQuotient(graph, a, b, false);

/** What is left of `a` after the quotient rounded down: it has the sign of `b`. */
export function floorMod(graph: Graph, a: Value, b: Value): Value {
  if (a.dtype !== "float32") return remainder(graph, a, harmless(graph, b).divisor);
  const left = remainder(graph, a, b);
  const moved = remainder(graph, binary(graph, "Add", left, b), b);
  return where(graph, differInSign(graph, a, b), moved, left);
}

/**
 * The quotient rounded down. That of floats is not the floor of their quotient, which may have been rounded up to a
 * whole number, but what is whole without the remainder, or 1 less if that is on the other side of zero; by infinity, and
 * of it, there is none.
 */
export function floorDiv(graph: Graph, a: Value, b: Value): Value {
  if (a.dtype !== "float32") return integerQuotient(graph, a, b, true);
  const left = remainder(graph, a, b);
  const truncated = unary(graph, "Round", binary(graph, "Div", binary(graph, "Sub", a, left), b));
  const exact = binary(graph, "Equal", left, scalarLike(graph, left, 0));
  const above = binary(graph, "And", unary(graph, "Not", exact), differInSign(graph, left, b));
  const whole = binary(graph, "Sub", truncated, cast(graph, above, "float32"));
  const plain = unary(graph, "Floor", binary(graph, "Div", a, b));
  const infinite = binary(graph, "Equal", unary(graph, "Abs", b), scalarLike(graph, b, Infinity));
  return where(graph, binary(graph, "Or", unary(graph, "IsNaN", left), infinite), plain, whole);
}
