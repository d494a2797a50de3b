import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile, type TensorArray } from "../index.js";
import { onTensorFlow, type TensorRecord, uniform } from "../parity.test.helper.js";

const LEAST = -(2 ** 31);
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** Expects the very numbers that TensorFlow.js' CPU backend gives; 0 has no sign. */
async function expectSame(
  fn: (inputs: Record<string, tf.Tensor>) => TensorRecord,
  dtype: "float32" | "int32",
  feeds: Readonly<Record<string, TensorArray>>,
): Promise<void> {
  const spec = Object.fromEntries(
    Object.entries(feeds).map(([name, { length }]) => [name, { shape: [length], dtype }]),
  );
  const expected = await onTensorFlow(fn, spec, feeds);
  const run = await compile(fn, spec);
  const actual: Record<string, TensorArray> = await run(feeds);
  run.dispose();
  const numbers = (record: Record<string, ArrayLike<number>>) =>
    Object.fromEntries(
      Object.entries(record).map(([name, array]) => [name, Array.from(array, (x) => x + 0)]),
    );
  expect(numbers(actual)).toEqual(numbers(expected));
}

const divided = (a: tf.Tensor, b: tf.Tensor) => ({
  quotient: tf.div(a, b),
  down: tf.floorDiv(a, b),
  rest: tf.mod(a, b),
});

test("integers are divided exactly, over the whole range and by whatever", async () => {
  const some = [LEAST, LEAST + 1, -(2 ** 24) - 1, -7, -1, 0, 1, 2, 7, 10, 123_456_789, 2 ** 31 - 1];
  const [a, b] = [some.flatMap((x) => some.map(() => x)), some.flatMap(() => some)];
  await expectSame(({ a, b }) => divided(a!, b!), "int32", { a: Int32Array.from(a), b: Int32Array.from(b) });
  const int32 = fc.oneof(fc.integer(), fc.integer({ min: -9, max: 9 }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(int32, int32), { minLength: 50, maxLength: 50 }), (pairs) =>
      expectSame(({ a, b }) => divided(a!, b!), "int32", {
        a: Int32Array.from(pairs, ([x]) => x),
        b: Int32Array.from(pairs, ([, y]) => y),
      }),
    ),
    { numRuns: 5 },
  );
});

test.each([10, -3, 1, 0, -1, 2 ** 31 - 1])("integers divided by the constant %d", async (divisor) => {
  await expectSame(({ a }) => divided(a!, tf.scalar(divisor, "int32")), "int32", {
    a: Int32Array.of(123_456_789, LEAST, 2 ** 31 - 1, -30, 30, 0),
  });
});

test("truth values are divided, by false too", async () => {
  await expectSame(
    ({ a, b }) => ({ quotient: tf.cast(tf.div(tf.cast(a!, "bool"), tf.cast(b!, "bool")), "int32") }),
    "int32",
    { a: Int32Array.of(1, 1, 0, 0), b: Int32Array.of(1, 0, 1, 0) },
  );
});

test("a multiple of a constant is divided by it, however the quotient is rounded down", async () => {
  const multiples = Float32Array.from({ length: 300 }, (_, i) => 41 * (i - 150));
  await expectSame(
    ({ x }) => ({
      down: tf.floorDiv(x!, 41),
      rest: tf.mod(x!, 41),
      negative: tf.mod(x!, -41),
      floor: tf.floor(tf.div(x!, 41)),
      plain: tf.div(x!, 41),
    }),
    "float32",
    { x: multiples },
  );
});

test("quotients of floats that round up to a whole number are rounded down from below it", async () => {
  const b = uniform(400, 3).map((x) => x + (x < 0 ? -0.5 : 0.5));
  // The next number towards zero of one that is 1 to 20 times the divisor.
  const a = b.map((x, i) => x * (1 + (i % 20)) * (1 - 2 ** -24));
  await expectSame(({ a, b }) => ({ down: tf.floorDiv(a!, b!) }), "float32", { a, b });
});

test("floats far smaller than what they are divided by are rounded down too", async () => {
  const some = [-1e-20, 1e-20, -1e-40, 1e-40, -0.1, 0.1];
  const others = [3, -3, 1e20, -1e20, infinity, -infinity];
  await expectSame(({ a, b }) => ({ down: tf.floorDiv(a!, b!) }), "float32", {
    a: Float32Array.from(some.flatMap((x) => others.map(() => x))),
    b: Float32Array.from(some.flatMap(() => others)),
  });
});

test("floats divided by nothing, and what is not finite", async () => {
  const run = await compile(({ a, b }) => ({ down: tf.floorDiv(a, b), rest: tf.mod(a, b) }), {
    a: { shape: [5] },
    b: { shape: [5] },
  });
  const { down, rest } = await run({
    a: Float32Array.of(1, -1, infinity, nan, 3),
    b: Float32Array.of(0, 0, 2, 2, infinity),
  });
  expect([...down]).toEqual([infinity, -infinity, infinity, nan, 0]);
  expect([...rest]).toEqual([nan, nan, nan, nan, 3]);
  run.dispose();
});
