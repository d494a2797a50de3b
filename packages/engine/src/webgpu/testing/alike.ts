import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { compile, type TensorArray } from "../../index.js";
import { sizeOf, type TensorRecord, uniform } from "../../parity.test.helper.js";

const largest = (numbers: ArrayLike<number>): number =>
  Array.from(numbers).reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/**
 * Expects a function of an image and filters to give on the graphics adapter what it gives on the CPU, to a
 * hundred-thousandth of the largest number.
 */
export async function expectAlike(
  fn: (inputs: Record<string, tf.Tensor>) => TensorRecord,
  x: number[],
  w: number[],
): Promise<void> {
  const spec = { x: { shape: x }, w: { shape: w } };
  const feeds = { x: uniform(sizeOf(x), 1), w: uniform(sizeOf(w), 2) };
  const [cpu, gpu] = [await compile(fn, spec), await compile(fn, spec, { device: "webgpu" })];
  const expected: Record<string, TensorArray> = await cpu(feeds);
  const actual: Record<string, TensorArray> = await gpu(feeds);
  for (const [name, array] of Object.entries(expected)) {
    const errors = Array.from(array, (e, i) => e - actual[name]![i]!);
    expect(largest(errors) / largest(array), name).toBeLessThan(1e-5);
  }
  cpu.dispose();
  gpu.dispose();
}

/** A convolution, or what is like one, with the gradients of the sum of its squares. */
export const withGradients =
  (conv: (x: tf.Tensor, w: tf.Tensor) => tf.Tensor) =>
  ({ x, w }: Record<string, tf.Tensor>): TensorRecord => {
    const [dx, dw] = tf.grads((x, w) => tf.sum(tf.square(conv(x!, w!))))([x!, w!]);
    return { y: conv(x!, w!), dx: dx!, dw: dw! };
  };
