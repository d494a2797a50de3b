import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { expectParity, onTensorFlow, uniform } from "../../../engine/src/parity.test.helper.js";
import { shake } from "./shake.js";

const shape = [3, 2, 2, 4];
const spec = {
  first: { shape },
  second: { shape },
  dy: { shape },
  forward: { shape: [3, 1, 1, 1] },
  backward: { shape: [3, 1, 1, 1] },
};
const feeds = {
  first: uniform(48, 1),
  second: uniform(48, 2),
  dy: uniform(48, 3),
  forward: Float32Array.of(0.1, 0.5, 0.8),
  backward: Float32Array.of(0.3, 0.9, 0),
};

/** The mixture, and the gradients that reach the branches from `dy`. */
function mixed({ first, second, dy, forward, backward }: Record<string, tf.Tensor>) {
  const mix = (a: tf.Tensor, b: tf.Tensor) => shake(a as tf.Tensor4D, b as tf.Tensor4D, forward!, backward!);
  const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(mix(a, b), dy!)))([
    first!,
    second!,
  ]);
  return { y: mix(first!, second!), value, toFirst: grads[0]!, toSecond: grads[1]! };
}

test("each image is mixed by its forward share, and its gradient split by its backward share", async () => {
  const { y, toFirst, toSecond } = await onTensorFlow(mixed, spec, feeds);
  for (let i = 0; i < 48; i++) {
    const image = Math.floor(i / 16);
    const [a, b] = [feeds.forward[image]!, feeds.backward[image]!];
    expect(y![i]).toBeCloseTo(a * feeds.first[i]! + (1 - a) * feeds.second[i]!, 6);
    expect(toFirst![i]).toBeCloseTo(b * feeds.dy[i]!, 6);
    expect(toSecond![i]).toBeCloseTo((1 - b) * feeds.dy[i]!, 6);
  }
});

test("with one share for both, the gradients are those of the mixture, by finite differences", async () => {
  const share = { forward: feeds.forward, backward: feeds.forward };
  const valueAt = async (name: "first" | "second", i: number, change: number) => {
    const moved = feeds[name].slice();
    moved[i]! += change;
    return (await onTensorFlow(mixed, spec, { ...feeds, ...share, [name]: moved })).value![0]!;
  };
  const { toFirst, toSecond } = await onTensorFlow(mixed, spec, { ...feeds, ...share });
  for (const i of [0, 17, 47]) {
    const slope = async (name: "first" | "second") =>
      (await valueAt(name, i, 0.25)) - (await valueAt(name, i, -0.25));
    expect(toFirst![i]).toBeCloseTo(2 * (await slope("first")), 4);
    expect(toSecond![i]).toBeCloseTo(2 * (await slope("second")), 4);
  }
});

test("the compiled mixture agrees with TensorFlow.js, for every form of share", async () => {
  await expectParity(mixed, spec, feeds);
  const one = Float32Array.of(0.7);
  for (const form of [[1, 1, 1, 1], []])
    await expectParity(
      mixed,
      { ...spec, forward: { shape: form }, backward: { shape: form } },
      { ...feeds, forward: one, backward: one },
    );
});

test("a mixture leaves no tensor behind", async () => {
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  await onTensorFlow(mixed, spec, feeds);
  expect(tf.memory().numTensors).toBe(before);
});
