import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, test } from "vitest";
import { expectParity, sizeOf, uniform, withGradients } from "../parity.test.helper.js";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });
const seeds = fc.integer({ min: 1, max: 1000 });

/** Maps uniform numbers in [-1, 1) to where a function is defined and smooth. */
const domains = {
  any: (x: number) => 2 * x,
  positive: (x: number) => x + 1.2,
  inside: (x: number) => 0.9 * x,
  above: (x: number) => x + 2.3,
};

const unaries: readonly (readonly [keyof typeof domains, (x: tf.Tensor) => tf.Tensor])[] = [
  ["any", tf.abs],
  ["inside", tf.acos],
  ["above", tf.acosh],
  ["inside", tf.asin],
  ["any", tf.asinh],
  ["any", tf.atan],
  ["inside", tf.atanh],
  ["any", tf.ceil],
  ["any", tf.cos],
  ["any", tf.cosh],
  ["any", tf.erf],
  ["any", tf.exp],
  ["any", tf.expm1],
  ["any", tf.floor],
  ["positive", tf.log],
  ["positive", tf.log1p],
  ["any", tf.neg],
  ["positive", tf.reciprocal],
  ["any", tf.round],
  ["positive", tf.rsqrt],
  ["any", tf.sign],
  ["any", tf.sin],
  ["any", tf.sinh],
  ["positive", tf.sqrt],
  ["any", tf.square],
  ["inside", tf.tan],
  ["any", tf.tanh],
  ["any", tf.elu],
  ["any", tf.leakyRelu],
  ["any", tf.relu],
  ["any", tf.relu6],
  ["any", tf.selu],
  ["any", tf.sigmoid],
  ["any", tf.softplus],
  ["any", tf.step],
  ["any", (x) => tf.clipByValue(x, -0.5, 0.7)],
  ["any", tf.logSigmoid],
];

describe("kernels of one operand agree with TensorFlow.js, gradients included", () => {
  test.each(unaries.map(([domain, fn]) => [fn.name || "clipByValue", domain, fn] as const))(
    "%s",
    async (_, domain, fn) => {
      await fc.assert(
        fc.asyncProperty(shapes, seeds, async (shape, seed) => {
          const x = uniform(sizeOf(shape), seed).map(domains[domain]);
          await expectParity(
            withGradients(({ x }) => fn(x!)),
            { x: { shape } },
            { x },
          );
        }),
        { numRuns: 3 },
      );
    },
  );
});

/** Two shapes that broadcast. */
const pairs = fc
  .tuple(shapes, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.integer({ min: 0, max: 4 }))
  .map(([shape, ones, dropped]) => [shape, shape.map((n, i) => (ones[i] ? 1 : n)).slice(dropped)] as const);

const binaries: readonly (readonly [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor])[] = [
  ["add", tf.add],
  ["sub", tf.sub],
  ["mul", tf.mul],
  ["div", (a, b) => tf.div(a, tf.add(b, 2))],
  ["pow", (a, b) => tf.pow(tf.add(a, 2), b)],
  ["floorDiv", (a, b) => tf.floorDiv(a, tf.add(b, 2))],
  ["mod", (a, b) => tf.mod(a, tf.add(b, 2))],
  ["prelu", (a, b) => tf.prelu(a, b)],
  ["addN", (a, b) => tf.addN([a, tf.add(a, b), a])],
];

describe("kernels of two operands agree with TensorFlow.js, gradients and broadcasting included", () => {
  test.each(binaries)("%s", async (_, fn) => {
    await fc.assert(
      fc.asyncProperty(pairs, seeds, async ([a, b], seed) => {
        await expectParity(
          withGradients(({ a, b }) => fn(a!, b!)),
          { a: { shape: a }, b: { shape: b } },
          {},
          seed,
        );
      }),
      { numRuns: 4 },
    );
  });
});

test("kernels whose gradients TensorFlow.js does not broadcast agree on equal shapes", async () => {
  for (const fn of [tf.maximum, tf.minimum, tf.squaredDifference])
    await expectParity(
      withGradients(({ a, b }) => fn(a!, b!)),
      { a: { shape: [3, 4] }, b: { shape: [3, 4] } },
    );
});

test("comparisons, logic and selection agree with TensorFlow.js", async () => {
  await fc.assert(
    fc.asyncProperty(pairs, seeds, async ([a, b], seed) => {
      await expectParity(
        ({ a, b, i }) => {
          const [more, less] = [tf.greater(a!, b!), tf.lessEqual(a!, 0.3)];
          return {
            more: tf.cast(more, "int32"),
            equal: tf.cast(tf.equal(tf.round(a!), tf.round(b!)), "int32"),
            notEqual: tf.cast(tf.notEqual(tf.sign(a!), tf.sign(b!)), "int32"),
            atLeast: tf.cast(tf.greaterEqual(a!, b!), "int32"),
            below: tf.cast(tf.less(a!, b!), "int32"),
            both: tf.cast(tf.logicalAnd(more, less), "int32"),
            either: tf.cast(tf.logicalOr(more, less), "int32"),
            not: tf.cast(tf.logicalNot(more), "float32"),
            larger: tf.maximum(a!, b!),
            smaller: tf.minimum(a!, b!),
            distance: tf.squaredDifference(a!, b!),
            picked: tf.where(more, a!, b!),
            finite: tf.cast(tf.isFinite(tf.log(a!)), "int32"),
            nan: tf.cast(tf.isNaN(tf.log(a!)), "int32"),
            sum: tf.add(i!, tf.cast(more, "int32")),
            remainder: tf.mod(i!, tf.scalar(3, "int32")),
            quotient: tf.floorDiv(i!, tf.scalar(3, "int32")),
          };
        },
        { a: { shape: a }, b: { shape: b }, i: { shape: a, dtype: "int32" } },
        { i: Int32Array.from(uniform(sizeOf(a), seed + 5), (x) => Math.round(9 * x)) },
        seed,
      );
    }),
    { numRuns: 6 },
  );
});

test("where passes gradients to what it picked", async () => {
  await expectParity(
    withGradients(({ a, b, i }) => tf.where(tf.cast(i!, "bool"), a!, b!)),
    { a: { shape: [2, 3] }, b: { shape: [2, 3] }, i: { shape: [2, 3], dtype: "int32" } },
    { i: Int32Array.of(0, 1, 1, 0, 0, 1) },
  );
});
