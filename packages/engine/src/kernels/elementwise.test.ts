import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { test } from "vitest";
import { expectParity, gradients, shapes, sizeOf, testKernels, values } from "../parity.test.helper.js";
import { elementwiseKernels } from "./elementwise.js";

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Of numbers in [-1, 1), brought to where a function is defined and smooth. */
const unary = (fn: Unary, domain: Unary = (x) => tf.mul(x, 2)) =>
  gradients(shapes(0, 4), (shape) => ({ spec: { x: { shape } }, fn: ({ x }) => fn(domain(x!)) }));

const inside: Unary = (x) => tf.mul(x, 0.9);
const positive: Unary = (x) => tf.add(x, 1.2);
const above: Unary = (x) => tf.add(x, 2.3);

/** Two shapes that broadcast. */
const pairs = fc
  .tuple(shapes(0, 4), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.nat(4), fc.boolean())
  .map(([shape, ones, dropped, swapped]) => {
    const narrow = shape.map((size, i) => (ones[i] ? 1 : size)).slice(dropped);
    return swapped ? { a: narrow, b: shape } : { a: shape, b: narrow };
  });

const binary = (fn: Binary) =>
  gradients(pairs, ({ a, b }) => ({
    spec: { a: { shape: a }, b: { shape: b } },
    fn: ({ a, b }) => fn(a!, b!),
  }));

/** TensorFlow.js' gradients of these do not broadcast. */
const alike = (fn: Binary) =>
  gradients(shapes(0, 4), (shape) => ({
    spec: { a: { shape }, b: { shape } },
    fn: ({ a, b }) => fn(a!, b!),
  }));

/** A few different numbers, so that some are equal. */
const coarse: Unary = (x) => tf.round(tf.mul(x, 2));
const integers: Unary = (x) => tf.cast(tf.mul(x, 9), "int32");
const bools: Unary = (x) => tf.greater(x, 0);

/** Values of pairs of each of the types. */
const ofTypes = (fn: Binary, ...types: Unary[]) =>
  values(pairs, ({ a, b }) => ({
    spec: { a: { shape: a }, b: { shape: b } },
    fn: ({ a, b }) => types.map((type) => fn(type(a!), type(b!))),
  }));

const comparison = (fn: Binary) => ofTypes(fn, coarse, integers, bools);

/** Numbers some of which are none, or infinite. */
const odd = shapes(0, 4).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    x: fc.array(fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -1.5), {
      minLength: sizeOf(shape),
      maxLength: sizeOf(shape),
    }),
  }),
);

/** A question in a function that can be differentiated. */
const question = (fn: Unary) =>
  gradients(odd, ({ shape, x }) => ({
    spec: { x: { shape }, w: { shape } },
    given: { x: Float32Array.from(x) },
    fn: ({ x, w }) => tf.mul(tf.cast(fn(x!), "float32"), w!),
  }));

testKernels(elementwiseKernels, {
  Add: binary(tf.add),
  Sub: binary(tf.sub),
  Multiply: binary(tf.mul),
  RealDiv: binary((a, b) => tf.div(a, tf.add(b, 2))),
  FloorDiv: binary((a, b) => tf.floorDiv(a, tf.add(b, 2))),
  Mod: binary((a, b) => tf.mod(a, tf.add(b, 2))),
  Pow: binary((a, b) => tf.pow(tf.add(a, 2), b)),
  Atan2: binary(tf.atan2),
  AddN: alike((a, b) => tf.addN([a, b, tf.mul(a, 2)])),
  Maximum: alike(tf.maximum),
  Minimum: alike(tf.minimum),
  SquaredDifference: alike(tf.squaredDifference),
  "Maximum: broadcast": ofTypes(tf.maximum, tf.neg, integers),
  "Minimum: broadcast": ofTypes(tf.minimum, tf.neg, integers),
  "SquaredDifference: broadcast": ofTypes(tf.squaredDifference, tf.neg, integers),
  "Add Sub Multiply: of integers": values(pairs, ({ a, b }) => ({
    spec: { a: { shape: a }, b: { shape: b } },
    fn: ({ a, b }) => [tf.add, tf.sub, tf.mul].map((fn) => fn(integers(a!), integers(b!))),
  })),
  BitwiseAnd: values(shapes(1, 4), (shape) => ({
    spec: { a: { shape }, b: { shape } },
    fn: ({ a, b }) => tf.bitwiseAnd(integers(a!), integers(b!)),
  })),
  Equal: comparison(tf.equal),
  NotEqual: comparison(tf.notEqual),
  Greater: comparison(tf.greater),
  Less: comparison(tf.less),
  LessEqual: comparison(tf.lessEqual),
  GreaterEqual: binary((a, b) => tf.mul(tf.cast(tf.greaterEqual(a, b), "float32"), a)),
  "GreaterEqual: of any type": comparison(tf.greaterEqual),
  LogicalAnd: ofTypes(tf.logicalAnd, bools),
  LogicalOr: ofTypes(tf.logicalOr, bools),
  LogicalNot: values(shapes(0, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => tf.logicalNot(bools(x!)),
  })),
  IsNan: question(tf.isNaN),
  IsInf: question(tf.isInf),
  IsFinite: question(tf.isFinite),
  Abs: unary(tf.abs),
  Acos: unary(tf.acos, inside),
  Acosh: unary(tf.acosh, above),
  Asin: unary(tf.asin, inside),
  Asinh: unary(tf.asinh),
  Atan: unary(tf.atan),
  Atanh: unary(tf.atanh, inside),
  Ceil: unary(tf.ceil),
  Cos: unary(tf.cos),
  Cosh: unary(tf.cosh),
  Erf: unary(tf.erf),
  Exp: unary(tf.exp),
  Expm1: unary(tf.expm1),
  Floor: unary(tf.floor),
  Log: unary(tf.log, positive),
  Log1p: unary(tf.log1p, positive),
  Neg: unary(tf.neg),
  Reciprocal: unary(tf.reciprocal, positive),
  Round: unary(tf.round),
  Rsqrt: unary(tf.rsqrt, positive),
  Sign: unary(tf.sign),
  Sin: unary(tf.sin),
  Sinh: unary(tf.sinh),
  Sqrt: unary(tf.sqrt, positive),
  Square: unary(tf.square),
  Tan: unary(tf.tan, inside),
  Tanh: unary(tf.tanh),
  "Abs Neg Sign Square: of integers": values(shapes(0, 4), (shape) => ({
    spec: { x: { shape } },
    fn: ({ x }) => [tf.abs, tf.neg, tf.sign, tf.square].map((fn) => fn(integers(x!))),
  })),
});

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

test("log1p of numbers beside which 1 is nothing, of what is infinite and of -1", async () => {
  const x = Float32Array.of(1e7, 1e20, 1e38, 3.4e38, infinity, -1, -infinity, nan, 1e-30, -1e-45);
  await expectParity(
    ({ x }) => ({ y: tf.log1p(x!), slope: tf.grad(tf.log1p)(x!) }),
    { x: { shape: [10] } },
    { x },
  );
});

test("atan2 of zeros with either sign and of what is infinite", async () => {
  const some = [0, -0, 1, -1, infinity, -infinity, nan];
  const y = Float32Array.from(some.flatMap((y) => some.map(() => y)));
  const x = Float32Array.from(some.flatMap(() => some));
  const shape = [some.length ** 2];
  await expectParity(({ y, x }) => ({ angle: tf.atan2(y!, x!) }), { y: { shape }, x: { shape } }, { y, x });
});
