import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { compile, type InputSpec, type TensorArray } from "./index.js";

export type TensorRecord = Readonly<Record<string, tf.Tensor>>;

/** Relative tolerance of float32 results against TensorFlow.js' own. */
const TOLERANCE = 1e-4;

/** Seeded numbers in [-1, 1), so that a failing case can be run again. */
export function uniform(size: number, seed: number): Float32Array {
  let state = (seed * 2654435761 + 1013904223) >>> 0;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** What `fn` gives on TensorFlow.js' CPU backend. */
export async function onTensorFlow(
  fn: (inputs: Record<string, tf.Tensor>) => TensorRecord,
  spec: Readonly<Record<string, InputSpec>>,
  feeds: Readonly<Record<string, TensorArray>>,
): Promise<Record<string, tf.TypedArray>> {
  await tf.setBackend("cpu");
  const results: Record<string, tf.TypedArray> = {};
  tf.tidy(() => {
    const inputs = Object.fromEntries(
      Object.entries(spec).map(([name, { shape, dtype }]) => [
        name,
        tf.tensor(feeds[name]!, [...shape], dtype ?? "float32"),
      ]),
    );
    for (const [name, tensor] of Object.entries(fn(inputs))) results[name] = tensor.dataSync().slice();
  });
  return results;
}

/** Expects `actual` to be `expected` within the tolerance, relative to the element or to the array's rms. */
export function expectClose(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  let squares = 0;
  for (let i = 0; i < expected.length; i++) squares += expected[i]! ** 2;
  const rms = Math.sqrt(squares / Math.max(1, expected.length));
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    if (Object.is(a, e) || a === e || (Number.isNaN(a) && Number.isNaN(e))) continue;
    if (!(Math.abs(a - e) <= TOLERANCE * Math.max(Math.abs(e), rms)))
      expect.fail(`${what}[${i}]: got ${a}, TensorFlow.js has ${e}`);
  }
}

/** Compiles `fn`, runs it on random (or the given) feeds and expects what TensorFlow.js' CPU backend gives. */
export async function expectParity(
  fn: (inputs: Record<string, tf.Tensor>) => TensorRecord,
  spec: Readonly<Record<string, InputSpec>>,
  given: Readonly<Record<string, TensorArray>> = {},
  seed = 1,
): Promise<void> {
  const feeds = Object.fromEntries(
    Object.entries(spec).map(([name, { shape }], i) => [
      name,
      given[name] ?? uniform(sizeOf(shape), seed + 31 * i),
    ]),
  );
  const expected = await onTensorFlow(fn, spec, feeds);
  const run = await compile(fn, spec);
  try {
    const actual = await run(feeds as Record<string, Float32Array>);
    expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
    for (const name of Object.keys(expected)) expectClose(name, actual[name]!, expected[name]!);
  } finally {
    run.dispose();
  }
}

/** The value of `fn` and the gradient of a weighted sum of it for every float32 input. */
export function withGradients(
  fn: (inputs: Record<string, tf.Tensor>) => tf.Tensor,
): (inputs: Record<string, tf.Tensor>) => TensorRecord {
  return (inputs) => {
    const names = Object.keys(inputs).filter((name) => inputs[name]!.dtype === "float32");
    const fixed = Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)));
    const call = (tensors: tf.Tensor[]) =>
      fn({ ...fixed, ...Object.fromEntries(names.map((name, i) => [name, tensors[i]!])) });
    const values = names.map((name) => inputs[name]!);
    const value = call(values);
    const weights = tf.tensor(uniform(value.size, 77), value.shape);
    const grads = tf.grads((...tensors: tf.Tensor[]) => tf.sum(tf.mul(call(tensors), weights)))(values);
    return { value, ...Object.fromEntries(names.map((name, i) => [`grad/${name}`, grads[i]!])) };
  };
}
