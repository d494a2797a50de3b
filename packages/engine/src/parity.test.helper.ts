import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { invert, range } from "./graph/shapes.js";
import { compile, type InputSpec, type TensorArray } from "./index.js";
import type { Kernel } from "./trace/kernel.js";

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

/**
 * Expects `actual` to be `expected` within the tolerance, relative to the element, to the array's rms or to `least`,
 * whichever is largest.
 */
export function expectClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  least = 0,
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  let squares = 0;
  for (let i = 0; i < expected.length; i++) if (Number.isFinite(expected[i])) squares += expected[i]! ** 2;
  const rms = Math.sqrt(squares / Math.max(1, expected.length));
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    if (Object.is(a, e) || a === e || (Number.isNaN(a) && Number.isNaN(e))) continue;
    if (!(Math.abs(a - e) <= TOLERANCE * Math.max(Math.abs(e), rms, least)))
      expect.fail(`${what}[${i}]: got ${a}, expected ${e}`);
  }
}

/** Compiles `fn`, runs it and expects what is given. */
async function expectOutputs(
  fn: (inputs: Record<string, tf.Tensor>) => TensorRecord,
  spec: Readonly<Record<string, InputSpec>>,
  feeds: Readonly<Record<string, TensorArray>>,
  expected: Readonly<Record<string, ArrayLike<number>>>,
  least = 0,
): Promise<void> {
  const run = await compile(fn, spec);
  try {
    const actual = await run(feeds as Record<string, Float32Array>);
    expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
    for (const name of Object.keys(expected)) expectClose(name, actual[name]!, expected[name]!, least);
  } finally {
    run.dispose();
  }
}

/** The arrays given, and random numbers for the other inputs. */
const feedsFor = (
  spec: Readonly<Record<string, InputSpec>>,
  given: Readonly<Record<string, TensorArray>> = {},
  seed = 1,
): Record<string, TensorArray> =>
  Object.fromEntries(
    Object.entries(spec).map(([name, { shape }], i) => [
      name,
      given[name] ?? uniform(sizeOf(shape), seed + 31 * i),
    ]),
  );

/** Compiles `fn`, runs it on random (or the given) feeds and expects what TensorFlow.js' CPU backend gives. */
export async function expectParity(
  fn: (inputs: Record<string, tf.Tensor>) => TensorRecord,
  spec: Readonly<Record<string, InputSpec>>,
  given?: Readonly<Record<string, TensorArray>>,
  seed?: number,
): Promise<void> {
  const feeds = feedsFor(spec, given, seed);
  await expectOutputs(fn, spec, feeds, await onTensorFlow(fn, spec, feeds));
}

/** A function in plain float64 numbers, arrays in row-major order. */
export type Reference = (inputs: Readonly<Record<string, Float64Array>>) => ArrayLike<number>;

const inFloat64 = (feeds: Readonly<Record<string, TensorArray>>): Record<string, Float64Array> =>
  Object.fromEntries(Object.entries(feeds).map(([name, x]) => [name, Float64Array.from(x)]));

/** Random numbers are of the order of 1: where they cancel to less than this, rounding is what remains of them. */
const LEAST = 0.01;

/** Weights of the sum that `withGradients` differentiates. */
const weightsOf = (size: number): Float32Array => uniform(size, 77);

/**
 * Compiles `fn`, runs it on random (or the given) feeds and expects the value of `reference` and, for every float32
 * input, its gradient by central differences.
 */
export async function expectDifferences(
  fn: (inputs: Record<string, tf.Tensor>) => tf.Tensor,
  reference: Reference,
  spec: Readonly<Record<string, InputSpec>>,
  given?: Readonly<Record<string, TensorArray>>,
  seed?: number,
): Promise<void> {
  const feeds = feedsFor(spec, given, seed);
  const inputs = inFloat64(feeds);
  const value = reference(inputs);
  const weights = weightsOf(value.length);
  const sum = () => Array.from(reference(inputs)).reduce((total, y, i) => total + y * weights[i]!, 0);
  const slope = (x: Float64Array, i: number, step = 1e-4) => {
    const at = x[i]!;
    x[i] = at + step;
    const above = sum();
    x[i] = at - step;
    const below = sum();
    x[i] = at;
    return (above - below) / (2 * step);
  };
  const gradients = Object.entries(inputs)
    .filter(([name]) => spec[name]!.dtype !== "int32")
    .map(([name, x]) => [`grad/${name}`, Float64Array.from(x, (_, i) => slope(x, i))] as const);
  await expectOutputs(withGradients(fn), spec, feeds, { value, ...Object.fromEntries(gradients) }, LEAST);
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
    const weights = tf.tensor(weightsOf(value.size), value.shape);
    const grads = tf.grads((...tensors: tf.Tensor[]) => tf.sum(tf.mul(call(tensors), weights)))(values);
    return { value, ...Object.fromEntries(names.map((name, i) => [`grad/${name}`, grads[i]!])) };
  };
}

/** Shapes of `least` to `most` axes, each of up to `extent` elements. */
export const shapes = (least: number, most = least, extent = 4): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max: extent }), { minLength: least, maxLength: most });

/** Images (two axes) or volumes (three), channels last, and windows that slide over them. */
export interface Windows<Size extends number[]> {
  readonly shape: [number, ...Size, number];
  readonly kernel: Size;
  readonly strides: Size;
  readonly pad: "same" | "valid";
}

/** Images or volumes of up to `extent` pixels a side. */
export const windows = <Size extends [number, number] | [number, number, number]>(
  axes: Size["length"],
  extent: number,
  channels = 3,
) =>
  fc
    .record({
      batch: fc.integer({ min: 1, max: 2 }),
      size: fc.array(fc.integer({ min: 3, max: extent }), { minLength: axes, maxLength: axes }),
      channels: fc.integer({ min: 1, max: channels }),
      kernel: shapes(axes, axes, 3),
      strides: shapes(axes, axes, 3),
      pad: fc.constantFrom("same", "valid"),
    })
    .map(({ batch, size, channels, ...rest }) => ({
      shape: [batch, ...size, channels],
      ...rest,
    })) as unknown as fc.Arbitrary<Windows<Size>>;

/** Maps one line of numbers along an axis to another. */
export type LineMap = (line: readonly number[]) => readonly number[];

/** Plain numbers in row-major order, mapped line by line along each axis after the first. */
export function mapLines(
  numbers: ArrayLike<number>,
  shape: readonly number[],
  maps: readonly LineMap[],
): ArrayLike<number> {
  return maps.reduce(
    ({ x, before }, map, i) => {
      const [size, inner] = [shape[i + 1]!, sizeOf(shape.slice(i + 2))];
      const blocks = range(before).map((block) => {
        const lines = range(inner).map((k) =>
          map(range(size).map((at) => x[(block * size + at) * inner + k]!)),
        );
        return lines[0]!.flatMap((_, row) => lines.map((line) => line[row]!));
      });
      return { x: blocks.flat(), before: (before * blocks[0]!.length) / inner };
    },
    { x: numbers, before: shape[0]! },
  ).x;
}

/** What windows over a line make of the numbers inside it. */
export const slide =
  (
    { kernel, stride, before, count }: Record<"kernel" | "stride" | "before" | "count", number>,
    of: (seen: readonly number[]) => number,
  ): LineMap =>
  (line) =>
    range(count).map((i) => {
      const start = i * stride - before;
      return of(line.slice(Math.max(0, start), start + kernel));
    });

/** Numbers in (-1, 1) no two of which are close, in random order: small steps leave their order as it is. */
export function apart(size: number, seed: number): Float32Array {
  const random = uniform(size, seed);
  const sorted = range(size).sort((a, b) => random[a]! - random[b]!);
  return Float32Array.from(invert(sorted), (rank) => (2 * rank + 1) / size - 1);
}

/** A function of tensors with what it is fed: random numbers in [-1, 1), but for what is given. */
interface Draw<Output> {
  readonly spec: Readonly<Record<string, InputSpec>>;
  readonly given?: Readonly<Record<string, TensorArray>>;
  readonly fn: (inputs: Record<string, tf.Tensor>) => Output;
}

/** A function of random shape to compare. */
interface Case {
  /** Whether its gradients are compared too. */
  readonly differentiates: boolean;
  readonly check: () => Promise<void>;
}

/** How many shapes each case draws. */
const RUNS = 10;

const drawn = <Parameters>(
  parameters: fc.Arbitrary<Parameters>,
  check: (parameters: Parameters, seed: number, axes: readonly number[]) => Promise<void>,
) => {
  const seeds = fc.integer({ min: 1, max: 1000 });
  const axes = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
  return () => fc.assert(fc.asyncProperty(parameters, seeds, axes, check), { numRuns: RUNS });
};

/** Feeds what is not given with its axes in another order: the engine holds a view then, as it does of images. */
function permuted<Output>({ spec, given = {}, fn }: Draw<Output>, axes: readonly number[]): Draw<Output> {
  const order = (name: string) =>
    name in given ? undefined : axes.filter((axis) => axis < spec[name]!.shape.length);
  const fed = ([name, input]: [string, InputSpec]) => {
    const shape = invert(order(name) ?? []).map((axis) => input.shape[axis]!);
    return [name, name in given ? input : { ...input, shape }];
  };
  const seen = ([name, x]: [string, tf.Tensor]) => [name, name in given ? x : tf.transpose(x, order(name))];
  return {
    spec: Object.fromEntries(Object.entries(spec).map(fed)),
    given,
    fn: (inputs) => fn(Object.fromEntries(Object.entries(inputs).map(seen))),
  };
}

/** A case whose values alone are compared: with TensorFlow.js', or with those of plain numbers. */
export const values = <Parameters>(
  parameters: fc.Arbitrary<Parameters>,
  draw: (parameters: Parameters) => Draw<tf.Tensor | readonly tf.Tensor[]> & { reference?: Reference },
): Case => ({
  differentiates: false,
  check: drawn(parameters, async (given, seed, axes) => {
    const { reference, ...asIs } = draw(given);
    const { spec, given: known, fn } = reference === undefined ? permuted(asIs, axes) : asIs;
    const outputs = (inputs: Record<string, tf.Tensor>): TensorRecord =>
      Object.fromEntries([fn(inputs)].flat().map((tensor, i) => [i, tensor]));
    const feeds = feedsFor(spec, known, seed);
    const expected = reference && { 0: reference(inFloat64(feeds)) };
    await expectOutputs(outputs, spec, feeds, expected ?? (await onTensorFlow(outputs, spec, feeds)), LEAST);
  }),
});

/**
 * A case whose values and gradients are compared with TensorFlow.js': with those of the function itself, or of one that
 * gives the same and that TensorFlow.js can differentiate.
 */
export const gradients = <Parameters>(
  parameters: fc.Arbitrary<Parameters>,
  draw: (parameters: Parameters) => Draw<tf.Tensor> & { likewise?: Draw<tf.Tensor>["fn"] },
): Case => ({
  differentiates: true,
  check: drawn(parameters, async (given, seed, axes) => {
    const { likewise, ...asIs } = draw(given);
    const { spec, given: known, fn } = permuted(asIs, axes);
    const other = permuted({ ...asIs, fn: likewise ?? asIs.fn }, axes).fn;
    const feeds = feedsFor(spec, known, seed);
    const expected = await onTensorFlow(withGradients(other), spec, feeds);
    await expectOutputs(withGradients(fn), spec, feeds, expected, LEAST);
  }),
});

/** A case whose values and gradients are compared with those of plain numbers. */
export const differences = <Parameters>(
  parameters: fc.Arbitrary<Parameters>,
  draw: (parameters: Parameters) => Draw<tf.Tensor> & { reference: Reference },
): Case => ({
  differentiates: true,
  check: drawn(parameters, (given, seed) => {
    const { spec, given: feeds, fn, reference } = draw(given);
    return expectDifferences(fn, reference, spec, feeds, seed);
  }),
});

/**
 * Tests kernels over random shapes. A case's title begins with the names of the kernels it is about: it must call them,
 * and each kernel must have one, with gradients where TensorFlow.js differentiates it.
 */
export function testKernels(family: readonly Kernel[], cases: Readonly<Record<string, Case>>): void {
  const named = (title: string) => title.split(":")[0]!.split(" ");
  describe("over random shapes", () => {
    test.each(Object.entries(cases))("%s", async (title, { check }) => {
      const calls = vi.spyOn(tf.engine(), "runKernel");
      try {
        await check();
        const called = calls.mock.calls.map(([name]) => name);
        expect(called).toEqual(expect.arrayContaining(named(title)));
      } finally {
        calls.mockRestore();
      }
    });

    test("every kernel has a case", () => {
      const covers = (name: string, [title, { differentiates }]: [string, Case]) =>
        named(title).includes(name) && (differentiates || tf.getGradient(name) === undefined);
      const missing = family.filter(
        ({ name }) => !Object.entries(cases).some((entry) => covers(name, entry)),
      );
      expect(missing.map(({ name }) => name)).toEqual([]);
    });
  });
}
