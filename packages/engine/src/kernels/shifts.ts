import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import type { Window } from "../ops/convolution.js";
import { concat, pad, slice } from "../ops/shape.js";

/**
 * What each tap of a filter sees of images [N, C, H, W] ("im2col"): [N, taps * C, outHeight, outWidth], the tap
 * varying slower than the channel.
 */
export function shiftedSlices(graph: Graph, x: Value, window: Window, out: readonly number[]): Value {
  const { kernel, strides, dilations, pads } = window;
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const padded = pad(graph, x, [0, 0, top, left], [0, 0, bottom, right]);
  const [n, c] = [x.shape[0]!, x.shape[1]!];
  const taps: Value[] = [];
  for (let i = 0; i < kernel[0]!; i++)
    for (let j = 0; j < kernel[1]!; j++) {
      const [y0, x0] = [i * dilations[0]!, j * dilations[1]!];
      const y1 = y0 + (out[0]! - 1) * strides[0]! + 1;
      const x1 = x0 + (out[1]! - 1) * strides[1]! + 1;
      taps.push(slice(graph, padded, [0, 0, y0, x0], [n, c, y1, x1], [1, 1, strides[0]!, strides[1]!]));
    }
  return concat(graph, taps, 1);
}
