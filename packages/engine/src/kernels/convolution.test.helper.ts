import fc from "fast-check";
import { range } from "../graph/shapes.js";
import type { Reference } from "../parity.test.helper.js";

/** A convolution with square filters, padded by a number, whose output's size is rounded. */
export interface Rounded {
  /** [batch, height, width, channels]. */
  readonly shape: readonly [number, number, number, number];
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  readonly rounding: "floor" | "round" | "ceil";
  /** Channels that come out; of a depthwise convolution, from each channel. */
  readonly out: number;
}

export const rounded: fc.Arbitrary<Rounded> = fc
  .record({
    size: fc.tuple(fc.integer({ min: 4, max: 7 }), fc.integer({ min: 4, max: 7 })),
    channels: fc.constantFrom(1, 2, 8),
    kernel: fc.integer({ min: 2, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    pad: fc.integer({ min: 1, max: 2 }),
    rounding: fc.constantFrom("floor" as const, "round" as const, "ceil" as const),
    out: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ size, channels, ...rest }) => ({ shape: [1, ...size, channels], ...rest }));

/** The same in plain numbers, of one image `x` with filters `w`. */
export function plainConvolution({ shape, kernel, stride, pad, rounding, out }: Rounded, depthwise: boolean) {
  const [, height, width, channels] = shape;
  const count = (extent: number) => Math[rounding]((extent - kernel + 2 * pad) / stride + 1);
  const outs = depthwise ? channels * out : out;
  const taps = range(kernel).flatMap((a) => range(kernel).map((b) => [a, b] as const));
  const reference: Reference = ({ x, w }) => {
    const seen = (row: number, column: number, channel: number) =>
      row >= 0 && row < height && column >= 0 && column < width
        ? x![(row * width + column) * channels + channel]!
        : 0;
    const at = (row: number, column: number, o: number) =>
      taps.reduce((sum, [a, b]) => {
        const tap = (a * kernel + b) * channels;
        const pixel = (channel: number) => seen(row * stride - pad + a, column * stride - pad + b, channel);
        if (depthwise) return sum + pixel(Math.floor(o / out)) * w![tap * out + o]!;
        return range(channels).reduce(
          (s, channel) => s + pixel(channel) * w![(tap + channel) * out + o]!,
          sum,
        );
      }, 0);
    return range(count(height)).flatMap((row) =>
      range(count(width)).flatMap((column) => range(outs).map((o) => at(row, column, o))),
    );
  };
  return reference;
}
