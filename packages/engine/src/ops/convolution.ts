import type { Graph } from "../graph/graph.js";
import { sameShape } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { pad, reshape, reverse, slice, transpose } from "./shape.js";

/** A window moving over the spatial axes of an image, in ONNX's terms: [height, width], pads [t, l, b, r]. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

/** In the words of `Traits.lacks`: convolutions of images of 6, 9, 15, ... channels to a multiple of 4 are right. */
const CONV_BY_THREES = "Conv by threes";

/** Likewise: convolutions that amount to a product of matrices, but for zeros behind the images, are right. */
const CONV_PADDED_BEHIND = "Conv padded behind";

/** Likewise: transposed convolutions of groups of 2, 4, 6, ... channels each are right. */
const CONV_TRANSPOSE_BY_EVEN_GROUPS = "ConvTranspose by even groups";

/** Likewise: there are transposed convolutions of volumes. */
const CONV_TRANSPOSE_OF_VOLUMES = "ConvTranspose of volumes";

/** Images and filters of a convolution that the runtime does right: with channels of zeros where it needs more. */
function enoughChannels(graph: Graph, x: Value, filter: Value, group: number): readonly Value[] {
  const [channels, outs] = [x.shape[1]!, filter.shape[0]!];
  const wrong = channels > 3 && channels % 3 === 0 && channels % 4 !== 0 && outs % 4 === 0;
  if (!wrong || group > 1 || x.shape.length !== 4 || !graph.traits.lacks.has(CONV_BY_THREES))
    return [x, filter];
  const missing = 4 - (channels % 4);
  return [x, filter].map((operand) => pad(graph, operand, [0, 0, 0, 0], [0, missing, 0, 0]));
}

/** Images and filters of a transposed convolution that the runtime does right: with one more channel in each group. */
function oddGroups(graph: Graph, y: Value, filter: Value, group: number): readonly Value[] {
  const isOdd = (filter.shape[0]! / group) % 2 === 1;
  if (isOdd || group === 1 || !graph.traits.lacks.has(CONV_TRANSPOSE_BY_EVEN_GROUPS)) return [y, filter];
  return [spaced(graph, y, 1, group), spaced(graph, filter, 0, group)];
}

/** `x` with slices of zeros, one if not told, behind each of the groups along an axis. */
function spaced(graph: Graph, x: Value, axis: number, group: number, count = 1): Value {
  const [before, behind] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const size = x.shape[axis]! / group;
  const groups = reshape(graph, x, [...before, group, size, ...behind]);
  const after = groups.shape.map((_, i) => (i === axis + 1 ? count : 0));
  const zeros = pad(graph, groups, new Array<number>(after.length).fill(0), after);
  return reshape(graph, zeros, [...before, group * (size + count), ...behind]);
}

/** A transposed convolution without groups as a convolution: of `y` spread by the strides, with the filters turned. */
function convOfSpread(graph: Graph, y: Value, filter: Value, window: Window, out: readonly number[]): Value {
  const { kernel, strides, dilations, pads } = window;
  const lengths = strides.map((stride, i) => (y.shape[i + 2]! - 1) * stride + 1);
  const spread = strides.reduce((x, stride, i) => spaced(graph, x, i + 2, x.shape[i + 2]!, stride - 1), y);
  const seen = slice(
    graph,
    spread,
    spread.shape.map(() => 0),
    [...y.shape.slice(0, 2), ...lengths],
  );
  const spatial = kernel.map((_, i) => i + 2);
  const turned = reverse(graph, transpose(graph, filter, [1, 0, ...spatial]), spatial);
  const reach = kernel.map((size, i) => dilations[i]! * (size - 1));
  const before = reach.map((n, i) => n - pads[i]!);
  const after = reach.map((n, i) => out[i]! + n - lengths[i]! - before[i]!);
  const one = strides.map(() => 1);
  return conv(graph, seen, turned, { kernel, strides: one, dilations, pads: [...before, ...after] }, out);
}

/**
 * Convolution of images [N, C, H, W] (or volumes [N, C, D, H, W]) with filters [O, C / group, kh, kw]; `out` is the
 * spatial size it yields.
 */
export function conv(
  graph: Graph,
  x: Value,
  filter: Value,
  window: Window,
  out: readonly number[],
  group = 1,
): Value {
  if (graph.traits.lacks.has(CONV_PADDED_BEHIND) && forgetsPadding(x, window)) {
    // With padding before them too, and one row of results more, they are no such product.
    const [first, ...pads] = window.pads as [number, ...number[]];
    const wide = { ...window, pads: [first + window.strides[0]!, ...pads] };
    const rows = conv(graph, x, filter, wide, [out[0]! + 1, ...out.slice(1)], group);
    return slice(graph, rows, [0, 0, 1, 0], rows.shape);
  }
  const attributes = {
    kernel_shape: [...window.kernel],
    strides: [...window.strides],
    dilations: [...window.dilations],
    pads: [...window.pads],
    group,
  };
  const shape = [x.shape[0]!, filter.shape[0]!, ...out];
  const operands = enoughChannels(graph, x, filter, group);
  return graph.emit("Conv", operands, attributes, [{ shape, dtype: "float32" }])[0]!;
}

/** Whether images are padded behind alone, where filters are of a single pixel or as large as the image. */
function forgetsPadding(x: Value, { kernel, pads }: Window): boolean {
  const [top, left, ...behind] = pads;
  if (x.shape.length !== 4 || top !== 0 || left !== 0 || behind.every((amount) => amount === 0)) return false;
  return kernel.every((size) => size === 1) || sameShape(kernel, x.shape.slice(2));
}

/** The transpose of `conv` with the same filters and window: from its output's size back to `out`. */
export function convTranspose(
  graph: Graph,
  y: Value,
  filter: Value,
  window: Window,
  out: readonly number[],
  group = 1,
): Value {
  if (out.length === 3 && group === 1 && graph.traits.lacks.has(CONV_TRANSPOSE_OF_VOLUMES))
    return convOfSpread(graph, y, filter, window, out);
  const { kernel, strides, dilations, pads } = window;
  const half = pads.length / 2;
  // What the forward pass did not reach, because the stride did not divide, is added behind.
  const reached = kernel.map(
    (size, i) =>
      (y.shape[i + 2]! - 1) * strides[i]! + dilations[i]! * (size - 1) + 1 - pads[i]! - pads[i + half]!,
  );
  const excess = out.map((size, i) => size - reached[i]!);
  const attributes = {
    kernel_shape: [...kernel],
    strides: [...strides],
    dilations: [...dilations],
    pads: pads.map((n, i) => (i < half ? n : n - Math.max(0, excess[i - half]! - strides[i - half]! + 1))),
    output_padding: excess.map((n, i) => Math.min(n, strides[i]! - 1)),
    group,
  };
  const shape = [y.shape[0]!, filter.shape[1]! * group, ...out];
  const operands = oddGroups(graph, y, filter, group);
  return graph.emit("ConvTranspose", operands, attributes, [{ shape, dtype: "float32" }])[0]!;
}

/** Maximum pooling: the maxima and, for each, its flat index in `x`. */
export function maxPool(
  graph: Graph,
  x: Value,
  window: Window,
  out: readonly number[],
): { maxima: Value; indices: Value } {
  const attributes = {
    kernel_shape: [...window.kernel],
    strides: [...window.strides],
    dilations: [...window.dilations],
    pads: [...window.pads],
  };
  const shape = [x.shape[0]!, x.shape[1]!, ...out];
  const [maxima, indices] = graph.emit("MaxPool", [x], attributes, [
    { shape, dtype: "float32" },
    { shape, dtype: "int64" },
  ]);
  return { maxima: maxima!, indices: indices! };
}

/** Average pooling; padding does not count. */
export function averagePool(graph: Graph, x: Value, window: Window, out: readonly number[]): Value {
  const attributes = {
    kernel_shape: [...window.kernel],
    strides: [...window.strides],
    pads: [...window.pads],
    count_include_pad: 0,
  };
  const shape = [x.shape[0]!, x.shape[1]!, ...out];
  return graph.emit("AveragePool", [x], attributes, [{ shape, dtype: "float32" }])[0]!;
}

/** `(x - mean) * scale + shift` with one number per channel (axis 1), in a single pass over `x`; `mean` is 0 by default. */
export function channelAffine(graph: Graph, x: Value, scale: Value, shift: Value, mean?: Value): Value {
  const ones = graph.fill(1, scale.shape);
  const inputs = [x, scale, shift, mean ?? graph.fill(0, scale.shape), ones];
  const type = { shape: x.shape, dtype: x.dtype };
  return graph.emit("BatchNormalization", inputs, { epsilon: { float: 0 } }, [type])[0]!;
}
