import type { Graph, Rule } from "../graph/graph.js";
import { sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { fillOf, nodeOf } from "../graph/visit.js";
import { channelAffine as emitAffine } from "../ops/convolution.js";
import { binary, unary } from "../ops/elementwise.js";
import { reshape } from "../ops/shape.js";

/** Whether the value is one number per channel (axis 1) of images `like`, or one for all. */
function perChannel(value: Value, like: Value): boolean {
  if (sizeOf(value.shape) === 1) return true;
  const rank = like.shape.length;
  return value.shape.every((extent, i) => {
    const axis = rank - value.shape.length + i;
    return extent === 1 || (axis === 1 && extent === like.shape[1]);
  });
}

/** One number per channel as a vector. */
function vector(graph: Graph, value: Value, channels: number): Value {
  const fill = fillOf(value);
  if (fill !== undefined) return graph.fill(fill, [channels]);
  if (sizeOf(value.shape) === channels) return reshape(graph, value, [channels]);
  return binary(graph, "Mul", reshape(graph, value, []), graph.fill(1, [channels]));
}

/** The scale and shift a value already is of other images, unless others read it too. */
function inner(graph: Graph, x: Value): { x: Value; scale: Value; shift: Value } | undefined {
  const node = nodeOf(x, "BatchNormalization");
  if (node === undefined || graph.uses(x) > 1) return undefined;
  const [source, scale, shift] = node.inputs;
  return { x: source!, scale: scale!, shift: shift! };
}

/**
 * Scaling and shifting images [N, C, H, W] channel by channel is one pass of BatchNormalization with constant
 * statistics, and a scale or shift of such a pass is absorbed into it.
 */
export const channelAffine: Rule = {
  name: "channelAffine",
  apply(graph, { op, inputs, types }) {
    const { shape, dtype } = types[0]!;
    if (!["Add", "Sub", "Mul"].includes(op) || shape.length !== 4 || dtype !== "float32") return undefined;
    if (shape[2]! * shape[3]! === 1 || shape[0]! * shape[1]! === 1) return undefined;
    const channels = shape[1]!;
    const [a, b] = inputs as [Value, Value];
    const isFull = (value: Value) => sizeOf(value.shape) === sizeOf(shape);
    const swapped = op !== "Sub" && isFull(b) && !isFull(a);
    const [x, parameter] = swapped ? [b, a] : [a, b];
    if (!isFull(x) || !perChannel(parameter, x)) return undefined;
    const known = inner(graph, x);
    // A scalar alone is cheapest as it is.
    if (known === undefined && sizeOf(parameter.shape) === 1) return undefined;
    const amount = vector(graph, parameter, channels);
    const scale = known?.scale ?? graph.fill(1, [channels]);
    const shift = known?.shift ?? graph.fill(0, [channels]);
    const source = known?.x ?? x;
    if (op === "Mul")
      return [
        emitAffine(graph, source, binary(graph, "Mul", scale, amount), binary(graph, "Mul", shift, amount)),
      ];
    const moved = op === "Add" ? amount : unary(graph, "Neg", amount);
    return [emitAffine(graph, source, scale, binary(graph, "Add", shift, moved))];
  },
};
