import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { test } from "vitest";
import { expectParity, gradients, testKernels, values, withGradients } from "../parity.test.helper.js";
import { linearKernels } from "./linear.js";

const size = fc.integer({ min: 1, max: 6 });

const products = fc.record({
  ...{ m: size, k: size, n: size },
  batch: fc.constantFrom([], [2], [3, 2]),
  turned: fc.tuple(fc.boolean(), fc.boolean()),
});

const EQUATIONS = [
  "ij,jk->ik",
  "ij,jk->ki",
  "ij->j",
  "ij->",
  "ijk->ki",
  "ij,k->jk",
  "i,ij->j",
  "i,j->ij",
  "ij,ij->",
  "bij,bjk->bik",
  "bhqd,bhkd->bhqk",
];

/** What an equation means: operands along all letters, multiplied, and summed over those that go. */
function sumOfProducts(equation: string, operands: tf.Tensor[]): tf.Tensor {
  const [before, out] = equation.split("->") as [string, string];
  const letters = [...new Set(before.replace(",", ""))];
  const terms = before.split(",").map((term, i) => {
    const inOrder = letters.filter((letter) => term.includes(letter)).map((letter) => term.indexOf(letter));
    const extents = letters.map((letter) => operands[i]!.shape[term.indexOf(letter)] ?? 1);
    return tf.reshape(tf.transpose(operands[i]!, inOrder), extents);
  });
  const gone = letters.flatMap((letter, axis) => (out.includes(letter) ? [] : [axis]));
  const summed = tf.sum(
    terms.reduce((product, term) => tf.mul(product, term)),
    gone,
  );
  const left = letters.filter((letter) => out.includes(letter));
  return out === ""
    ? summed
    : tf.transpose(
        summed,
        [...out].map((letter) => left.indexOf(letter)),
      );
}

testKernels(linearKernels, {
  BatchMatMul: gradients(products, ({ m, k, n, batch, turned: [ta, tb] }) => ({
    spec: {
      a: { shape: [...batch, ...(ta ? [k, m] : [m, k])] },
      b: { shape: [...batch, ...(tb ? [n, k] : [k, n])] },
    },
    fn: ({ a, b }) => tf.matMul(a!, b!, ta, tb),
  })),
  "BatchMatMul: of integers": values(products, ({ m, k, n, batch }) => ({
    spec: { a: { shape: [...batch, m, k] }, b: { shape: [...batch, k, n] } },
    fn: ({ a, b }) => {
      const [left, right] = [a!, b!].map((x) => tf.cast(tf.mul(x, 9), "int32")) as [tf.Tensor, tf.Tensor];
      return tf.matMul(left, right);
    },
  })),
  Einsum: gradients(
    fc.tuple(fc.constantFrom(...EQUATIONS), fc.array(size, { minLength: 26, maxLength: 26 })),
    ([equation, sizes]) => {
      const operands = equation.split("->")[0]!.split(",");
      const shapeOf = (letters: string) => [...letters].map((letter) => sizes[letter.charCodeAt(0) - 97]!);
      return {
        spec: Object.fromEntries(operands.map((letters, i) => [`x${i}`, { shape: shapeOf(letters) }])),
        fn: (inputs) => tf.einsum(equation, ...Object.values(inputs)),
        likewise: (inputs) => sumOfProducts(equation, Object.values(inputs)),
      };
    },
  ),
});

test("dot and outer product by composition", async () => {
  await expectParity(
    withGradients(({ a, b }) => tf.add(tf.outerProduct(a as tf.Tensor1D, b as tf.Tensor1D), tf.dot(a!, b!))),
    { a: { shape: [4] }, b: { shape: [4] } },
  );
});

test("attention agrees with TensorFlow.js, gradients included", async () => {
  await expectParity(
    withGradients(({ q, k, v }) => {
      const scores = tf.mul(tf.matMul(q!, k!, false, true), 1 / Math.sqrt(4));
      const mask = tf.linalg.bandPart(tf.ones([5, 5]), -1, 0);
      return tf.matMul(tf.softmax(tf.add(scores, tf.mul(tf.sub(1, mask), -1e9))), v!);
    }),
    { q: { shape: [2, 3, 5, 4] }, k: { shape: [2, 3, 5, 4] }, v: { shape: [2, 3, 5, 4] } },
  );
});

test("layer normalization agrees with TensorFlow.js, gradients included", async () => {
  await expectParity(
    withGradients(({ x, gamma, beta }) => {
      const { mean, variance } = tf.moments(x!, -1, true);
      return tf.add(tf.mul(tf.mul(tf.sub(x!, mean), tf.rsqrt(tf.add(variance, 1e-5))), gamma!), beta!);
    }),
    { x: { shape: [3, 4, 6] }, gamma: { shape: [6] }, beta: { shape: [6] } },
  );
});
