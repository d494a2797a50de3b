import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import type { Window } from "./convolution.js";
import { fit, reshape, reverse, swapLeading, transpose } from "./shape.js";

/** ONNX Runtime's domain of kernels on images whose channels lie in blocks, [N, C / b, H, W, b]. */
const DOMAIN = "com.microsoft.nchwc";

/** Convolution of blocked images: of images and filters, and optionally a bias and what to add the result to. */
export const BLOCKED_CONV = `${DOMAIN}.Conv`;
export const REORDER_OUTPUT = `${DOMAIN}.ReorderOutput`;

const sameType = (x: Value) => [{ shape: x.shape, dtype: x.dtype }];

/** Images [N, C, H, W] with their channels in blocks. The shape says [N, C, H, W] still. */
export const toBlocks = (graph: Graph, x: Value): Value =>
  graph.emit(`${DOMAIN}.ReorderInput`, [x], {}, sameType(x))[0]!;

/** The inverse of `toBlocks`. */
export const fromBlocks = (graph: Graph, x: Value): Value =>
  graph.emit(REORDER_OUTPUT, [x], { channels: x.shape[1]! }, sameType(x))[0]!;

/** Filters [kh, kw, in, out] as blocked convolutions read them: [out / b, in / b, kh, kw, in % b, out % b]. */
export function blockedFilter(graph: Graph, filter: Value, block: number): Value {
  const [kh, kw, ins, outs] = filter.shape as [number, number, number, number];
  const blocks = reshape(graph, filter, [kh * kw, ins / block, block, outs / block, block]);
  return reshape(graph, transpose(graph, blocks, [3, 1, 0, 2, 4]), [outs, ins, kh, kw]);
}

/** The same filters turned round and with in and out swapped, for the gradient of a convolution's input. */
export function turnedBlockedFilter(graph: Graph, filter: Value, block: number): Value {
  const [kh, kw, ins, outs] = filter.shape as [number, number, number, number];
  const blocks = reshape(graph, filter, [kh * kw, ins / block, block, outs / block, block]);
  const swapped = transpose(graph, reverse(graph, blocks, [0]), [1, 3, 0, 4, 2]);
  return reshape(graph, swapped, [ins, outs, kh, kw]);
}

/** Convolution of images [N, C, H, W] with blocked filters, which needs no columns and so is the fastest. */
export function blockedConv(
  graph: Graph,
  x: Value,
  filter: Value,
  window: Window,
  out: readonly number[],
): Value {
  const blocks = emitConv(graph, toBlocks(graph, x), filter, window, [x.shape[0]!, filter.shape[0]!, ...out]);
  return fromBlocks(graph, blocks);
}

function emitConv(graph: Graph, x: Value, filter: Value, window: Window, shape: readonly number[]): Value {
  const attributes = {
    kernel_shape: [...window.kernel],
    strides: [...window.strides],
    dilations: [...window.dilations],
    pads: [...window.pads],
    group: 1,
  };
  return graph.emit(BLOCKED_CONV, [x, filter], attributes, [{ shape, dtype: x.dtype }])[0]!;
}

/**
 * Gradient of a convolution's filters, [in, out, kh, kw]: a blocked convolution in which batch and channels have
 * changed places, dy is the filter, and strides and dilations are exchanged. The batch must be a multiple of
 * the block, and so must be the channels of `dy`.
 *
 * Padding is added to the images beforehand: the kernels are slow at borders, and here all would be border. In
 * blocks, a row to be padded is one long run of numbers.
 */
export function blockedFilterGradient(
  graph: Graph,
  x: Value,
  dy: Value,
  window: Window,
  block: number,
): Value {
  const [n, outs, height, width] = dy.shape as [number, number, number, number];
  const { kernel, strides, dilations, pads } = window;
  const reach = [height, width].map(
    (size, i) => strides[i]! * (size - 1) + dilations[i]! * (kernel[i]! - 1) + 1,
  );
  const images = toBlocks(graph, swapLeading(graph, x));
  const pixels = reshape(graph, toBlocks(graph, dy), [n / block, block, outs / block, height * width, block]);
  const filter = reshape(graph, transpose(graph, pixels, [2, 0, 3, 1, 4]), [outs, n, height, width]);
  const swapped = { kernel: [height, width], strides: dilations, dilations: strides, pads: [0, 0, 0, 0] };
  const shape = [x.shape[1]!, outs, ...kernel];
  return fromBlocks(
    graph,
    emitConv(graph, fitBlocks(graph, images, pads, reach, block), filter, swapped, shape),
  );
}

/** Blocked images moved down and right by the first two of `pads`, with zeros around, and cut to a spatial `size`. */
function fitBlocks(
  graph: Graph,
  x: Value,
  pads: readonly number[],
  size: readonly number[],
  block: number,
): Value {
  const [n, c, height, width] = x.shape as [number, number, number, number];
  const runs = reshape(graph, x, [1, (n * c) / block, height, width * block]);
  const [top, left] = pads as [number, number];
  const fitted = fit(graph, runs, [top, left * block], [size[0]!, size[1]! * block]);
  return reshape(graph, fitted, [n, c, ...size]);
}
