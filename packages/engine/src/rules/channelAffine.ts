import type { Graph, Rule } from "../graph/graph.js";
import { sameShape, sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { fillOf } from "../graph/visit.js";
import { channelAffine as emitAffine } from "../ops/convolution.js";
import { unary } from "../ops/elementwise.js";
import { reshape } from "../ops/shape.js";

/** Whether the value is one number per channel (axis 1) of images `like`. */
function perChannel(value: Value, like: Value): boolean {
  if (sizeOf(value.shape) !== like.shape[1]) return false;
  const missing = like.shape.length - value.shape.length;
  return value.shape.every((extent, i) => extent === 1 || i + missing === 1);
}

/**
 * Scaling or shifting images [N, C, H, W] channel by channel is a pass of BatchNormalization with constant
 * statistics, which ONNX Runtime does faster than it broadcasts, and which can be merged with the next. An infinite
 * factor makes NaN there, even of what it would make infinite.
 */
export const channelAffine: Rule = {
  name: "channelAffine",
  apply(graph, { op, inputs, types }) {
    const { shape, dtype } = types[0]!;
    if (!["Add", "Sub", "Mul"].includes(op) || shape.length !== 4 || dtype !== "float32") return undefined;
    const channels = shape[1]!;
    if (channels === 1 || shape[2]! * shape[3]! === 1) return undefined;
    const [a, b] = inputs as [Value, Value];
    const isFull = (value: Value) => sameShape(value.shape, shape);
    const [x, parameter] = op !== "Sub" && isFull(b) && !isFull(a) ? [b, a] : [a, b];
    if (!isFull(x) || !perChannel(parameter, x)) return undefined;
    return [affine(graph, op, x, vectorOf(graph, parameter, channels))];
  },
};

const vectorOf = (graph: Graph, value: Value, channels: number): Value => {
  const fill = fillOf(value);
  return fill === undefined ? reshape(graph, value, [channels]) : graph.fill(fill, [channels]);
};

function affine(graph: Graph, op: string, x: Value, amount: Value): Value {
  const [zeros, ones] = [graph.fill(0, amount.shape), graph.fill(1, amount.shape)];
  if (op === "Mul") return emitAffine(graph, x, amount, zeros);
  if (op === "Add") return emitAffine(graph, x, ones, amount);
  // One operator less where each counts; on the processor the pass is faster without a mean.
  if (graph.traits.massivelyParallel) return emitAffine(graph, x, ones, zeros, amount);
  return emitAffine(graph, x, ones, unary(graph, "Neg", amount));
}
