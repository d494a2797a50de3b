import { compile } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { normal } from "../random/normal.js";
import { randomStream } from "../random/randomStream.js";
import {
  adaptiveSharpness,
  hessianTrace,
  hessianVectorProduct,
  type LossFunction,
  samSharpness,
} from "./index.js";
import { randomVector } from "./randomVector.js";
import { spectralDensity } from "./spectralDensity.js";
import { topEigenvalue } from "./topEigenvalues.js";
import { trainedSpace } from "./trainedSpace.js";
import { dot, elementCount, norm } from "./vector.js";

const SHAPES = {
  "hidden/kernel": [6, 10],
  "hidden/bias": [10],
  "output/kernel": [10, 3],
  "output/bias": [3],
};
const EXAMPLES = 90;

/** A smooth network in float32 on the engine, somewhat trained, so that its curvature is well defined. */
let f: LossFunction;
let weights: Record<string, Float32Array>;

beforeAll(async () => {
  const random = randomStream(3);
  const draw = (size: number, scale: number) =>
    Float32Array.from({ length: size }, () => scale * normal(random));
  const names = Object.keys(SHAPES) as (keyof typeof SHAPES)[];
  const data = {
    inputs: draw(EXAMPLES * 6, 1),
    labels: Int32Array.from({ length: EXAMPLES }, (_, i) => i % 3),
  };
  for (let i = 0; i < EXAMPLES; i++) data.inputs[i * 6 + (i % 3)]! += 1.5;
  const program = await compile(
    (tensors) => {
      const loss = (...values: tf.Tensor[]): tf.Scalar => {
        const [kernel1, bias1, kernel2, bias2] = values as [tf.Tensor2D, tf.Tensor, tf.Tensor2D, tf.Tensor];
        const hidden = tf.tanh(
          tf.add(tf.matMul(tensors.inputs as tf.Tensor2D, kernel1), bias1),
        ) as tf.Tensor2D;
        const logits = tf.add(tf.matMul(hidden, kernel2), bias2);
        const target = tf.cast(tf.oneHot(tensors.labels as tf.Tensor1D, 3), "float32");
        return tf.losses.softmaxCrossEntropy(target, logits);
      };
      const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => tensors[name]));
      return { loss: value, ...Object.fromEntries(names.map((name, i) => [`grad/${name}`, grads[i]!])) };
    },
    {
      inputs: { shape: [EXAMPLES, 6] },
      labels: { shape: [EXAMPLES], dtype: "int32" },
      "hidden/kernel": { shape: SHAPES["hidden/kernel"] },
      "hidden/bias": { shape: SHAPES["hidden/bias"] },
      "output/kernel": { shape: SHAPES["output/kernel"] },
      "output/bias": { shape: SHAPES["output/bias"] },
    },
  );
  const gradient: LossFunction["gradient"] = async (at) => {
    const outputs: Record<string, ArrayLike<number>> = await program({
      ...data,
      ...(at as typeof weights),
    } as never);
    const grads = names.map((name) => [name, outputs[`grad/${name}`] as Float32Array]);
    return { loss: outputs.loss![0]!, gradient: Object.fromEntries(grads) };
  };
  f = { gradient, loss: async (at) => (await gradient(at)).loss };
  weights = Object.fromEntries(
    Object.entries(SHAPES).map(([name, shape]) => [
      name,
      draw(
        shape.reduce((a, b) => a * b, 1),
        0.4,
      ),
    ]),
  );
  for (let update = 0; update < 100; update++) {
    const { gradient: g } = await f.gradient(weights);
    weights = Object.fromEntries(
      Object.entries(weights).map(([name, w]) => [name, w.map((value, i) => value - 0.3 * g[name]![i]!)]),
    );
  }
});

test("the Hessian is symmetric to a hundredth", async () => {
  const space = await trainedSpace(f, weights);
  const [u, v] = [1, 2].map((seed) => randomVector(space, randomStream(seed), normal));
  const [hu, hv] = [await hessianVectorProduct(f, weights, u!), await hessianVectorProduct(f, weights, v!)];
  expect(Math.abs(dot(u!, hv) - dot(v!, hu))).toBeLessThan(0.01 * norm(u!) * norm(hv));
});

test("the top eigenvalue hardly depends on the step of the differences, nor on the method", async () => {
  const { value } = await topEigenvalue(f, weights);
  for (const relativeStep of [3e-4, 3e-3]) {
    const other = await topEigenvalue(f, weights, { relativeStep });
    expect(Math.abs(other.value / value - 1)).toBeLessThan(0.02);
  }
  const nodes = await spectralDensity(f, weights);
  expect(Math.abs(nodes.at(-1)!.eigenvalue / value - 1)).toBeLessThan(0.02);
});

test("the trace is the sum of the spectrum, and more than its largest part", async () => {
  const { mean, standardError } = await hessianTrace(f, weights);
  const nodes = await spectralDensity(f, weights, { runs: 5 });
  const space = await trainedSpace(f, weights);
  const sum = nodes.reduce((total, node) => total + node.weight * node.eigenvalue, 0) * elementCount(space);
  expect(Math.abs(mean - sum)).toBeLessThan(6 * standardError * (1 + Math.sqrt(100 / 5)));
  expect(mean).toBeGreaterThan((await topEigenvalue(f, weights)).value);
});

test("sharpness is at least what the gradient alone makes of the step, where the curvature is positive", async () => {
  const { gradient } = await f.gradient(weights);
  expect(await samSharpness(f, weights)).toBeGreaterThan(0.05 * norm(gradient));
  expect(await adaptiveSharpness(f, weights)).toBeGreaterThan(
    await adaptiveSharpness(f, weights, { rho: 0.1 }),
  );
});
