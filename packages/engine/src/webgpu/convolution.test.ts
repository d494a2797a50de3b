import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { compile } from "../index.js";
import { expectClose, sizeOf, uniform } from "../parity.test.helper.js";
import { haveAdapter, SLOW } from "./testing/adapter.js";

const largest = (numbers: ArrayLike<number>) =>
  Array.from(numbers).reduce((most, x) => Math.max(most, Math.abs(x)), 0);

describe.skipIf(!haveAdapter)("convolutions on a graphics adapter", { timeout: SLOW }, () => {
  test.each([
    [2, 6, 8, 8, 3, 1],
    [6, 2, 4, 6, 3, 1],
    [2, 9, 4, 7, 3, 2],
    [2, 8, 6, 7, 1, 2],
    [3, 3, 16, 8, 3, 2],
    [1, 12, 9, 5, 2, 1],
    [4, 128, 256, 4, 3, 1],
    [3, 16, 8, 6, 1, 1],
    // Padded behind, by filters as large as the images or of a single tap.
    [2, 3, 4, 2, 2, 1],
    [2, 8, 4, 2, 2, 1],
    [2, 3, 4, 1, 2, 1],
    [2, 3, 4, 2, 3, 3],
  ])(
    "batch %i, channels %i to %i, size %i, filter %i, stride %i: as on the CPU",
    async (n, c, o, size, k, s) => {
      const spec = { x: { shape: [n, size, size, c] }, w: { shape: [k, k, c, o] } };
      const fn = ({ x, w }: Record<string, tf.Tensor>) => {
        const f = (x: tf.Tensor, w: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, s, "same");
        const [dx, dw] = tf.grads((x, w) => tf.sum(tf.square(f(x!, w!))))([x!, w!]);
        return { y: f(x!, w!), dx: dx!, dw: dw! };
      };
      const feeds = { x: uniform(n * size * size * c, 1), w: uniform(k * k * c * o, 2) };
      const [cpu, gpu] = [await compile(fn, spec), await compile(fn, spec, { device: "webgpu" })];
      const [expected, actual] = [await cpu(feeds), await gpu(feeds)];
      for (const name of ["y", "dx", "dw"] as const) {
        const errors = Array.from(expected[name], (e, i) => e - actual[name][i]!);
        expect(largest(errors) / largest(expected[name]), name).toBeLessThan(1e-4);
      }
      cpu.dispose();
      gpu.dispose();
    },
  );

  // Filters of a single pixel, and filters as large as the image, which those of their gradients are too.
  test.each<[number[], number[], [number, number][]]>([
    [
      [2, 4, 3, 3],
      [1, 1, 3, 5],
      [
        [0, 1],
        [0, 0],
      ],
    ],
    [
      [2, 4, 3, 3],
      [4, 3, 3, 5],
      [
        [0, 0],
        [0, 2],
      ],
    ],
    [
      [2, 1, 7, 3],
      [1, 2, 3, 5],
      [
        [0, 0],
        [0, 1],
      ],
    ],
    [
      [3, 6, 6, 2],
      [2, 2, 2, 4],
      [
        [0, 1],
        [0, 1],
      ],
    ],
  ])("images %j, filters %j, padded behind by %j: as on the CPU", async (x, w, pads) => {
    const padding: [number, number][] = [[0, 0], ...pads, [0, 0]];
    const fn = (inputs: Record<string, tf.Tensor>) => {
      const f = (x: tf.Tensor, w: tf.Tensor) =>
        tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, padding as tf.backend_util.ExplicitPadding);
      const [dx, dw] = tf.grads((x, w) => tf.sum(tf.square(f(x!, w!))))([inputs.x!, inputs.w!]);
      return { y: f(inputs.x!, inputs.w!), dx: dx!, dw: dw! };
    };
    const spec = { x: { shape: x }, w: { shape: w } };
    const feeds = { x: uniform(sizeOf(x), 1), w: uniform(sizeOf(w), 2) };
    const [cpu, gpu] = [await compile(fn, spec), await compile(fn, spec, { device: "webgpu" })];
    const [expected, actual] = [await cpu(feeds), await gpu(feeds)];
    for (const name of ["y", "dx", "dw"] as const) expectClose(name, actual[name], expected[name]);
    cpu.dispose();
    gpu.dispose();
  });
});
