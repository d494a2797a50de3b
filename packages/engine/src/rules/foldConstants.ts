import { kept, type Rule } from "../graph/graph.js";
import { sizeOf } from "../graph/shapes.js";
import type { ConstantArray, ConstantData, DType } from "../graph/types.js";

const UNARY: Record<string, (x: number) => number> = {
  Abs: Math.abs,
  Exp: Math.exp,
  Floor: Math.floor,
  Log: Math.log,
  Neg: (x) => -x,
  Not: (x) => (x === 0 ? 1 : 0),
  Reciprocal: (x) => 1 / x,
  Sign: Math.sign,
  Sqrt: Math.sqrt,
};

const BINARY: Record<string, (a: number, b: number) => number> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
  Equal: (a, b) => Number(a === b),
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  Less: (a, b) => Number(a < b),
  LessOrEqual: (a, b) => Number(a <= b),
};

/** Constants of more elements are left to ONNX Runtime, which folds them when it loads the model. */
const LARGEST = 1 << 12;

const mapArray = (array: ConstantArray, dtype: DType, f: (x: number) => number): ConstantArray => {
  const numbers = Array.from(array, (x) => kept(f(x), dtype));
  if (dtype === "float32") return Float32Array.from(numbers);
  return dtype === "bool" ? Uint8Array.from(numbers) : Int32Array.from(numbers);
};

/** Element-wise operators on constants are computed now. */
export const foldConstants: Rule = {
  name: "foldConstants",
  apply(graph, { op, inputs, types }) {
    const data: ConstantData[] = [];
    for (const { source } of inputs) {
      if (source.kind !== "constant") return undefined;
      data.push(source.data);
    }
    const { shape, dtype } = types[0]!;
    if (dtype === "int64") return undefined;
    const [a, b] = data;
    if (a === undefined) return undefined;
    const one = op === "Cast" ? (x: number) => x : UNARY[op];
    if (one !== undefined && b === undefined) {
      if ("fill" in a) return [graph.fill(one(a.fill), shape, dtype)];
      return sizeOf(shape) <= LARGEST
        ? [graph.constant(mapArray(a.array, dtype, one), shape, dtype)]
        : undefined;
    }
    const two = dtype === "int32" && op === "Mul" ? Math.imul : BINARY[op];
    if (two === undefined || b === undefined || !("fill" in a && "fill" in b)) return undefined;
    if (dtype === "int32" && op === "Div") return undefined;
    return [graph.fill(two(a.fill, b.fill), shape, dtype)];
  },
};
