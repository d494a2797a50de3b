import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { sgd } from "lehr";
import { describe, expect, test } from "vitest";
import "../backend/index.js";
import { compile, compileLayersModel } from "../index.js";
import { expectClose, sizeOf, uniform } from "../parity.test.helper.js";

type Named = Record<string, tf.Tensor>;

/** A convolution of which the gradients for `x`, `w` and `b` are taken, and for its slope too. */
const twice =
  (conv: (x: tf.Tensor, w: tf.Tensor, b?: tf.Tensor) => tf.Tensor) =>
  ({ x, w, b }: Named): Named => {
    const operands = [x!, w!, ...(b === undefined ? [] : [b])];
    const sum = (...given: tf.Tensor[]) => tf.sum(tf.square(conv(...(given as [tf.Tensor, tf.Tensor]))));
    const [dx, dw, db] = tf.grads(sum)(operands) as [tf.Tensor, tf.Tensor, tf.Tensor?];
    const steep = (...given: tf.Tensor[]) => tf.sum(tf.square(tf.grad((v) => sum(v, ...given.slice(1)))(x!)));
    const [dw2] = tf.grads((w) => steep(x!, w!, ...operands.slice(2)))([w!]) as [tf.Tensor];
    return { dx, dw, dw2, ...(db && { db }) };
  };

const conv = { x: [2, 7, 6, 3], w: [3, 2, 3, 4] };
const options = { strides: 1, pad: "same" as const, dilations: [2, 3] as [number, number] };

describe("gradients of tf.fused.conv2d with dilations are those of tf.conv2d", () => {
  test.each<[string, number[], number[] | undefined]>([
    ["without a bias", conv.x, undefined],
    ["with a number a channel", conv.x, [4]],
    ["with a scalar", conv.x, []],
    ["of a single image", conv.x.slice(1), [4]],
  ])("%s", async (_, x, b) => {
    const shapes: Record<string, number[]> = { x, w: conv.w, ...(b && { b }) };
    const spec = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]));
    const feeds = Object.fromEntries(
      Object.entries(shapes).map(([name, shape], i) => [name, uniform(sizeOf(shape), i + 1)]),
    );
    const fused = await compile(
      twice((x, filter, bias) =>
        tf.fused.conv2d({
          x: x as tf.Tensor4D,
          filter: filter as tf.Tensor4D,
          ...options,
          ...(bias && { bias }),
        }),
      ),
      spec,
    );
    const plain = await compile(
      twice((x, w, b) => {
        const y = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same", "NHWC", options.dilations);
        return b ? tf.add(y, b) : y;
      }),
      spec,
    );
    const [actual, expected] = [await fused(feeds), await plain(feeds)];
    for (const [name, array] of Object.entries(expected)) expectClose(name, actual[name]!, array);
    fused.dispose();
    plain.dispose();
  });
});

test("gradients of tf.fused.depthwiseConv2d with dilations are those of tf.depthwiseConv2d", async () => {
  const gradients =
    (conv: (x: tf.Tensor4D, w: tf.Tensor4D, b: tf.Tensor) => tf.Tensor) =>
    (inputs: Named): Named => {
      const operands = ["x", "w", "b"].map((name) => inputs[name]!);
      const sum = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) =>
        tf.sum(tf.square(conv(x as tf.Tensor4D, w as tf.Tensor4D, b)));
      const [dx, dw, db] = tf.grads(sum)(operands) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return { dx, dw, db };
    };
  const spec = { x: { shape: [2, 7, 6, 3] }, w: { shape: [3, 2, 3, 2] }, b: { shape: [6] } };
  const feeds = { x: uniform(252, 1), w: uniform(36, 2), b: uniform(6, 3) };
  const fused = await compile(
    gradients((x, filter, bias) => tf.fused.depthwiseConv2d({ x, filter, bias, ...options })),
    spec,
  );
  const plain = await compile(
    gradients((x, w, b) => tf.add(tf.depthwiseConv2d(x, w, 1, "same", "NHWC", options.dilations), b)),
    spec,
  );
  const [actual, expected] = [await fused(feeds), await plain(feeds)];
  for (const [name, array] of Object.entries(expected)) expectClose(name, actual[name]!, array);
  fused.dispose();
  plain.dispose();
});

/** A model whose convolution has filters of 3 x 3, dilated by 2, or of 5 x 5. */
function model(activation: "linear" | "relu" | "sigmoid", wide: boolean) {
  const initializer = (seed: number) => tfl.initializers.randomUniform({ minval: -0.5, maxval: 0.5, seed });
  const convolution = tfl.layers.conv2d({
    inputShape: [8, 8, 2],
    filters: 3,
    kernelSize: wide ? 5 : 3,
    dilationRate: wide ? 1 : 2,
    padding: "same",
    activation,
    kernelInitializer: initializer(1),
    biasInitializer: initializer(2),
  });
  const dense = tfl.layers.dense({ units: 2, kernelInitializer: initializer(3) });
  return tfl.sequential({ layers: [convolution, tfl.layers.flatten(), dense] });
}

/** Where the numbers of filters 3 x 3 are in filters 5 x 5 with zeros between their taps, `rest` numbers a tap. */
const places = (rest: number): number[] =>
  [0, 2, 4].flatMap((y) =>
    [0, 2, 4].flatMap((x) => Array.from({ length: rest }, (_, i) => (y * 5 + x) * rest + i)),
  );

describe.each(["linear", "relu", "sigmoid"] as const)(
  "a LayersModel with a dilated conv2d, %s,",
  (activation) => {
    const [x, y] = [uniform(4 * 128, 1), uniform(4 * 2, 2)];

    /** The weights after a step of TensorFlow.js' own with filters that have zeros between their taps. */
    async function expected(): Promise<number[][]> {
      await tf.setBackend("cpu");
      const [narrow, wide] = [model(activation, false), model(activation, true)];
      const [kernel, ...rest] = narrow.getWeights();
      const [taps, filters] = [places(6), new Float32Array(25 * 6)];
      for (const [i, w] of kernel!.dataSync().entries()) filters[taps[i]!] = w;
      wide.setWeights([tf.tensor(filters, [5, 5, 2, 3]), ...rest]);
      wide.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
      await wide.trainOnBatch(tf.tensor(x, [4, 8, 8, 2]), tf.tensor(y, [4, 2]));
      const [trained, ...others] = wide.getWeights().map((weight) => [...weight.dataSync()]);
      return [taps.map((place) => trained![place]!), ...others];
    }

    test("is compiled and trained", async () => {
      const wanted = await expected();
      const trained = model(activation, false);
      const compiled = await compileLayersModel(trained, "meanSquaredError", {
        batchSize: 4,
        optimizer: sgd({ lr: 0.1 }),
      });
      await compiled.trainOnBatch(x, y);
      await compiled.writeBack();
      for (const [i, weight] of trained.getWeights().entries())
        expectClose(`weight ${i}`, weight.dataSync(), wanted[i]!);
      compiled.dispose();
    });

    test("is trained on the backend ort", async () => {
      const wanted = await expected();
      await tf.setBackend("ort");
      const trained = model(activation, false);
      trained.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
      await trained.trainOnBatch(tf.tensor(x, [4, 8, 8, 2]), tf.tensor(y, [4, 2]));
      for (const [i, weight] of trained.getWeights().entries())
        expectClose(`weight ${i}`, weight.dataSync(), wanted[i]!);
    });
  },
);

test("elsewhere TensorFlow.js refuses as ever", async () => {
  await tf.setBackend("cpu");
  const sum = (x: tf.Tensor) =>
    tf.sum(tf.fused.conv2d({ x: x as tf.Tensor4D, filter: tf.ones([3, 2, 3, 4]), ...options }));
  expect(() => tf.tidy(() => tf.grad(sum)(tf.ones(conv.x)))).toThrow(/dilation rates greater than 1/);
});
