import type { Graph } from "../graph/graph.js";
import { broadcastShapes, sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { asNumber, binary, cast, scalarLike, unary, where } from "../ops/elementwise.js";
import { tile } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { align, type View } from "../trace/view.js";
import { floorDiv, floorMod, quotient } from "./division.js";

/** Applies an element-wise function to views whatever their axis orders. */
export function elementwise(
  graph: Graph,
  views: readonly View[],
  compute: (...values: Value[]) => Value,
): View {
  const { values, order } = align(graph, views);
  return { value: compute(...values), order };
}

/** A kernel of one operand. */
export const mapKernel = (name: string, compute: (graph: Graph, x: Value) => Value): Kernel =>
  kernel<"x">(name, ({ graph, inputs: { x } }) => ({ value: compute(graph, x.value), order: x.order }));

/** A kernel of one operand that computes with numbers and keeps their type. */
export const numberMap = (name: string, compute: (graph: Graph, x: Value) => Value): Kernel =>
  mapKernel(name, (graph, x) => compute(graph, asNumber(graph, x)));

/** A kernel of two operands that broadcast. */
const pairKernel = (name: string, compute: (graph: Graph, a: Value, b: Value) => Value): Kernel =>
  kernel<"a" | "b">(name, ({ graph, inputs: { a, b } }) =>
    elementwise(graph, [a, b], (left, right) => compute(graph, left!, right!)),
  );

/** A kernel of two operands that computes with numbers. */
const numberKernel = (name: string, compute: (graph: Graph, a: Value, b: Value) => Value): Kernel =>
  pairKernel(name, (graph, a, b) => compute(graph, asNumber(graph, a), asNumber(graph, b)));

const arithmetic = (name: string, op: string): Kernel =>
  numberKernel(name, (graph, a, b) => binary(graph, op, a, b));

const comparison = (name: string, op: string): Kernel =>
  op === "Equal" ? pairKernel(name, (graph, a, b) => binary(graph, op, a, b)) : arithmetic(name, op);

const logic = (name: string, op: string): Kernel =>
  pairKernel(name, (graph, a, b) => binary(graph, op, cast(graph, a, "bool"), cast(graph, b, "bool")));

const one = (graph: Graph, x: Value): Value => scalarLike(graph, x, 1);

/**
 * log(1 + x) without losing small x: the rounding of 1 + x is divided out again (W. Kahan's formula). Where there was
 * none, which is so of infinity, nothing is.
 */
function log1p(graph: Graph, x: Value): Value {
  const sum = binary(graph, "Add", x, one(graph, x));
  const rounded = binary(graph, "Sub", sum, one(graph, x));
  const log = unary(graph, "Log", sum);
  const exact = binary(graph, "Mul", log, binary(graph, "Div", x, rounded));
  const large = where(graph, binary(graph, "Equal", rounded, x), log, exact);
  return where(graph, binary(graph, "Equal", rounded, scalarLike(graph, x, 0)), x, large);
}

/** exp(x) - 1 = 2 t / (1 - t) with t = tanh(x / 2), which keeps small x; plain where that overflows. */
function expm1(graph: Graph, x: Value): Value {
  const half = unary(graph, "Tanh", binary(graph, "Mul", x, scalarLike(graph, x, 0.5)));
  const near = binary(
    graph,
    "Div",
    binary(graph, "Add", half, half),
    binary(graph, "Sub", one(graph, x), half),
  );
  const far = binary(graph, "Sub", unary(graph, "Exp", x), one(graph, x));
  return where(graph, binary(graph, "Greater", unary(graph, "Abs", x), one(graph, x)), far, near);
}

/** A kernel of one operand that computes with floats whatever it is given. */
export const floatKernel = (name: string, compute: (graph: Graph, x: Value) => Value): Kernel =>
  mapKernel(name, (graph, x) => compute(graph, cast(graph, x, "float32")));

const plain = (name: string, op: string): Kernel => floatKernel(name, (graph, x) => unary(graph, op, x));

const alike = (name: string, op: string): Kernel => numberMap(name, (graph, x) => unary(graph, op, x));

/** A kernel that rounds, of which integers have no need. */
const rounding = (name: string, op: string): Kernel =>
  mapKernel(name, (graph, x) => (x.dtype === "float32" ? unary(graph, op, x) : x));

/** The power. Where the runtime can do none whose operand is broadcast along the last axis, it is repeated there. */
function power(graph: Graph, a: Value, b: Value): Value {
  const last = broadcastShapes(a.shape, b.shape).at(-1) ?? 1;
  const along = (x: Value): Value => {
    if (!graph.traits.lacks.has("Pow by rows") || x.shape.at(-1) !== 1 || sizeOf(x.shape) === 1) return x;
    return tile(graph, x, [...x.shape.slice(0, -1).map(() => 1), last]);
  };
  return binary(graph, "Pow", along(a), along(b));
}

/** The sign, 0 for NaN. */
function sign(graph: Graph, x: Value): Value {
  const zero = scalarLike(graph, x, 0);
  const above = cast(graph, binary(graph, "Greater", x, zero), x.dtype);
  return binary(graph, "Sub", above, cast(graph, binary(graph, "Less", x, zero), x.dtype));
}

/** The angle of the point (x, y): that of y / x, half a turn on where x is negative, as a zero may be too. */
function atan2(graph: Graph, y: Value, x: Value): Value {
  const number = (fill: number) => graph.fill(fill);
  const both = (holds: (v: Value) => Value) => binary(graph, "And", holds(x), holds(y));
  const isZero = (v: Value) => binary(graph, "Equal", v, number(0));
  const isInfinite = (v: Value) => binary(graph, "Equal", unary(graph, "Abs", v), number(Infinity));
  const below = (v: Value) => binary(graph, "Less", v, number(0));
  const isNegative = (v: Value) => binary(graph, "Or", below(v), below(unary(graph, "Reciprocal", v)));
  const diagonal = binary(graph, "Div", unary(graph, "Sign", y), unary(graph, "Sign", x));
  const slope = where(graph, both(isInfinite), diagonal, binary(graph, "Div", y, x));
  const angle = unary(graph, "Atan", where(graph, both(isZero), y, slope));
  const half = where(graph, isNegative(y), number(-Math.PI), number(Math.PI));
  return where(graph, isNegative(x), binary(graph, "Add", angle, half), angle);
}

const finite = (graph: Graph, x: Value): Value =>
  unary(graph, "Not", binary(graph, "Or", unary(graph, "IsNaN", x), unary(graph, "IsInf", x)));

export const elementwiseKernels: readonly Kernel[] = [
  arithmetic("Add", "Add"),
  arithmetic("Sub", "Sub"),
  arithmetic("Multiply", "Mul"),
  numberKernel("RealDiv", quotient),
  arithmetic("Maximum", "Max"),
  arithmetic("Minimum", "Min"),
  numberKernel("Pow", power),
  pairKernel("Atan2", (graph, y, x) => atan2(graph, cast(graph, y, "float32"), cast(graph, x, "float32"))),
  pairKernel("BitwiseAnd", (graph, a, b) => binary(graph, "BitwiseAnd", a, b)),
  numberKernel("FloorDiv", floorDiv),
  numberKernel("Mod", floorMod),
  numberKernel("SquaredDifference", (graph, a, b) => {
    const difference = binary(graph, "Sub", a, b);
    return binary(graph, "Mul", difference, difference);
  }),
  kernel("AddN", ({ graph, list }) =>
    elementwise(graph, list, (...values) =>
      values.map((value) => asNumber(graph, value)).reduce((sum, value) => binary(graph, "Add", sum, value)),
    ),
  ),
  comparison("Equal", "Equal"),
  comparison("Greater", "Greater"),
  comparison("GreaterEqual", "GreaterOrEqual"),
  comparison("Less", "Less"),
  comparison("LessEqual", "LessOrEqual"),
  pairKernel("NotEqual", (graph, a, b) => unary(graph, "Not", binary(graph, "Equal", a, b))),
  logic("LogicalAnd", "And"),
  logic("LogicalOr", "Or"),
  mapKernel("LogicalNot", (graph, x) => unary(graph, "Not", cast(graph, x, "bool"))),
  alike("Abs", "Abs"),
  plain("Acos", "Acos"),
  plain("Acosh", "Acosh"),
  plain("Asin", "Asin"),
  plain("Asinh", "Asinh"),
  plain("Atan", "Atan"),
  plain("Atanh", "Atanh"),
  rounding("Ceil", "Ceil"),
  plain("Cos", "Cos"),
  plain("Cosh", "Cosh"),
  plain("Erf", "Erf"),
  plain("Exp", "Exp"),
  floatKernel("Expm1", expm1),
  rounding("Floor", "Floor"),
  plain("IsNan", "IsNaN"),
  plain("IsInf", "IsInf"),
  floatKernel("IsFinite", finite),
  plain("Log", "Log"),
  floatKernel("Log1p", log1p),
  alike("Neg", "Neg"),
  plain("Reciprocal", "Reciprocal"),
  rounding("Round", "Round"),
  mapKernel("Rsqrt", (graph, x) => unary(graph, "Reciprocal", unary(graph, "Sqrt", x))),
  numberMap("Sign", sign),
  plain("Sin", "Sin"),
  plain("Sinh", "Sinh"),
  plain("Sqrt", "Sqrt"),
  numberMap("Square", (graph, x) => binary(graph, "Mul", x, x)),
  plain("Tan", "Tan"),
  plain("Tanh", "Tanh"),
];
