import type { Graph } from "../graph/graph.js";
import { isIdentity, range } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import type { Window } from "../ops/convolution.js";
import { concat, gather, pad, reshape, slice, transpose } from "../ops/shape.js";

/**
 * What each tap of a filter sees of images [N, C, H, W] ("im2col"), or of volumes: [N, taps * C, ...out], the tap
 * varying slower than the channel. Outside the image it sees `fill`.
 */
export function shiftedSlices(
  graph: Graph,
  x: Value,
  window: Window,
  out: readonly number[],
  fill = 0,
): Value {
  const { kernel, strides, dilations, pads } = window;
  const [before, after] = [pads.slice(0, kernel.length), pads.slice(kernel.length)];
  const padded = pad(graph, x, [0, 0, ...before], [0, 0, ...after], fill);
  const [n, c] = [x.shape[0]!, x.shape[1]!];
  const taps = tapsOf(kernel).map((tap) => {
    const starts = tap.map((at, axis) => at * dilations[axis]!);
    const ends = starts.map((start, axis) => start + (out[axis]! - 1) * strides[axis]! + 1);
    return slice(graph, padded, [0, 0, ...starts], [n, c, ...ends], [1, 1, ...strides]);
  });
  return concat(graph, taps, 1);
}

/** The places in a window, the last axis varying fastest. */
const tapsOf = (kernel: readonly number[]): number[][] =>
  kernel.reduce<number[][]>(
    (taps, size) => taps.flatMap((tap) => range(size).map((at) => [...tap, at])),
    [[]],
  );

/**
 * What each tap of a filter sees of images [N, C, H, W], pixel by pixel: [N * outHeight * outWidth, taps * C].
 * The channels of a pixel lie together there, so that a look-up copies them in one go, from a row of zeros
 * where the window reaches into the padding.
 */
export function pixelColumns(graph: Graph, x: Value, window: Window, out: readonly number[]): Value {
  const { kernel, strides, dilations, pads } = window;
  const [n, c, height, width] = x.shape as [number, number, number, number];
  const pixels = height * width;
  const taps: number[] = [];
  for (let row = 0; row < out[0]!; row++)
    for (let column = 0; column < out[1]!; column++)
      for (let i = 0; i < kernel[0]!; i++)
        for (let j = 0; j < kernel[1]!; j++) {
          const y = row * strides[0]! + i * dilations[0]! - pads[0]!;
          const z = column * strides[1]! + j * dilations[1]! - pads[1]!;
          const inside = y >= 0 && z >= 0 && y < height && z < width;
          taps.push(inside ? y * width + z : pixels);
        }
  const rows = reshape(graph, transpose(graph, x, [0, 2, 3, 1]), [n, pixels, c]);
  const shape = [n * out[0]! * out[1]!, kernel[0]! * kernel[1]! * c];
  if (taps.length === pixels && isIdentity(taps)) return reshape(graph, rows, shape);
  const seen = taps.includes(pixels) ? concat(graph, [rows, graph.fill(0, [n, 1, c])], 1) : rows;
  const indices = graph.constant(Int32Array.from(taps), [taps.length], "int32");
  return reshape(graph, gather(graph, seen, indices, 1), shape);
}
