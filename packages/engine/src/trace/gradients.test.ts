import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import "../backend/index.js";
import { batchNormTraining, compile } from "../index.js";
import { expectClose, sizeOf, type TensorRecord, uniform } from "../parity.test.helper.js";

interface Geometry {
  readonly n: number;
  readonly size: readonly [number, number];
  readonly channels: number;
  /** Filters, or filters per channel of a depthwise convolution. */
  readonly out: number;
  readonly kernel: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly pad: "same" | "valid";
}

const between = (min: number, max: number) => fc.integer({ min, max });
const geometries = (channels: readonly number[], out: readonly number[]): fc.Arbitrary<Geometry> =>
  fc
    .record({
      n: fc.constantFrom(1, 2, 16),
      size: fc.tuple(between(5, 9), between(5, 9)),
      channels: fc.constantFrom(...channels),
      out: fc.constantFrom(...out),
      kernel: fc.tuple(between(1, 3), between(1, 3)),
      dilation: fc.tuple(between(2, 3), between(1, 3)),
      pad: fc.constantFrom("same" as const, "valid" as const),
    })
    .filter(({ size, kernel, dilation }) => size.every((s, i) => (kernel[i]! - 1) * dilation[i]! < s));

const outputOf = ({ size, kernel, dilation, pad }: Geometry) =>
  size.map((s, i) => (pad === "same" ? s : s - (kernel[i]! - 1) * dilation[i]!)) as [number, number];

/**
 * The sum of a convolution's results, each times a weight, by the definition and in float64. A depthwise one is one
 * of a single channel for each channel.
 */
function weightedSum(
  g: Geometry,
  depthwise: boolean,
  x: Float64Array,
  w: Float64Array,
  weights: Float32Array,
) {
  const { n, size, channels, out, kernel, dilation, pad } = g;
  const [rows, columns] = outputOf(g);
  const before = kernel.map((k, i) => (pad === "same" ? Math.floor(((k - 1) * dilation[i]!) / 2) : 0));
  let [sum, next] = [0, 0];
  for (let b = 0; b < n; b++)
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        for (let o = 0; o < (depthwise ? channels * out : out); o++) {
          let value = 0;
          for (let i = 0; i < kernel[0]; i++)
            for (let j = 0; j < kernel[1]; j++) {
              const y = r + i * dilation[0] - before[0]!;
              const z = c + j * dilation[1] - before[1]!;
              if (y < 0 || z < 0 || y >= size[0] || z >= size[1]) continue;
              const pixel = ((b * size[0] + y) * size[1] + z) * channels;
              const tap = (i * kernel[1] + j) * channels * out;
              if (depthwise) value += x[pixel + Math.floor(o / out)]! * w[tap + o]!;
              else for (let k = 0; k < channels; k++) value += x[pixel + k]! * w[tap + k * out + o]!;
            }
          sum += weights[next++]! * value;
        }
  return sum;
}

const convolve = (g: Geometry, depthwise: boolean, x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
  depthwise
    ? tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, g.pad, "NHWC", [...g.dilation])
    : tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, g.pad, "NHWC", [...g.dilation]);

/** A geometry's arrays, and the function that gives the gradients of the weighted sum of its results. */
function problem(g: Geometry, depthwise: boolean) {
  const shapes = {
    x: [g.n, ...g.size, g.channels],
    w: [...g.kernel, g.channels, g.out],
    weights: [g.n, ...outputOf(g), depthwise ? g.channels * g.out : g.out],
  };
  const feeds = {
    x: uniform(sizeOf(shapes.x), 1),
    w: uniform(sizeOf(shapes.w), 2),
    weights: uniform(sizeOf(shapes.weights), 3),
  };
  const gradients = ({ x, w, weights }: Record<keyof typeof shapes, tf.Tensor>) => {
    const sum = (x: tf.Tensor, w: tf.Tensor) => tf.sum(tf.mul(convolve(g, depthwise, x, w), weights));
    const [dx, dw] = tf.grads(sum)([x, w]) as [tf.Tensor, tf.Tensor];
    return { dx, dw };
  };
  return { shapes, feeds, gradients };
}

type Feeds = ReturnType<typeof problem>["feeds"];

/** Expects gradients to be differences of the weighted sum, which is linear in each operand, at some places. */
function expectDifferences(
  g: Geometry,
  depthwise: boolean,
  { x, w, weights }: Feeds,
  { dx, dw }: Record<"dx" | "dw", ArrayLike<number>>,
): void {
  const at = (images: Float64Array, filters: Float64Array) =>
    weightedSum(g, depthwise, images, filters, weights);
  const moved = (array: Float32Array, i: number, by: number) => {
    const copy = Float64Array.from(array);
    copy[i]! += by;
    return copy;
  };
  const [images, filters] = [Float64Array.from(x), Float64Array.from(w)];
  for (let k = 0; k < 10; k++) {
    const [i, j] = [(k * 7919) % x.length, (k * 7919) % w.length];
    const ofImage = at(moved(x, i, 0.5), filters) - at(moved(x, i, -0.5), filters);
    const ofFilter = at(images, moved(w, j, 0.5)) - at(images, moved(w, j, -0.5));
    expect(Math.abs(dx[i]! - ofImage), `dx[${i}]`).toBeLessThan(1e-4 * Math.max(1, Math.abs(ofImage)));
    expect(Math.abs(dw[j]! - ofFilter), `dw[${j}]`).toBeLessThan(1e-4 * Math.max(1, Math.abs(ofFilter)));
  }
}

const kinds = [
  ["conv2d", false, geometries([1, 3, 9, 16], [1, 5, 16])],
  ["depthwiseConv2d", true, geometries([1, 3, 8], [1, 2])],
] as const;

test.each(kinds)("gradients of a dilated %s are what differences say", async (_, depthwise, geometry) => {
  await fc.assert(
    fc.asyncProperty(geometry, async (g) => {
      const { shapes, feeds, gradients } = problem(g, depthwise);
      const spec = { x: { shape: shapes.x }, w: { shape: shapes.w }, weights: { shape: shapes.weights } };
      const run = await compile(gradients, spec);
      expectDifferences(g, depthwise, feeds, await run(feeds));
      run.dispose();
    }),
    { numRuns: 25 },
  );
});

const small: Geometry = {
  ...{ n: 2, size: [7, 6], channels: 3, out: 2 },
  ...{ kernel: [3, 2], dilation: [2, 3], pad: "same" },
};

test.each([false, true])("so they are on the backend ort (depthwise: %s)", async (depthwise) => {
  const { shapes, feeds, gradients } = problem(small, depthwise);
  await tf.setBackend("ort");
  const { dx, dw } = tf.tidy(() => {
    const tensor = (name: keyof Feeds) => tf.tensor(feeds[name], shapes[name]);
    const made = gradients({ x: tensor("x"), w: tensor("w"), weights: tensor("weights") });
    return { dx: made.dx.dataSync(), dw: made.dw.dataSync() };
  });
  expectDifferences(small, depthwise, feeds, { dx, dw });
});

test.each([false, true])("elsewhere TensorFlow.js refuses as ever (depthwise: %s)", async (depthwise) => {
  const { shapes, gradients } = problem(small, depthwise);
  await tf.setBackend("cpu");
  const ones = () =>
    gradients({ x: tf.ones(shapes.x), w: tf.ones(shapes.w), weights: tf.ones(shapes.weights) });
  expect(() => tf.tidy(ones)).toThrow(/dilation rates greater than 1 are not yet supported/);
});

/** Filters with zeros between their taps: what a dilated convolution convolves with. */
function spread(w: tf.Tensor, dilation: number): tf.Tensor4D {
  const [kh, kw, ins, outs] = w.shape as [number, number, number, number];
  const apart = tf.pad(tf.reshape(w, [kh, 1, kw, 1, ins * outs]), [
    [0, 0],
    [0, dilation - 1],
    [0, 0],
    [0, dilation - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(apart, [kh * dilation, kw * dilation, ins, outs]);
  const size = [dilation * (kh - 1) + 1, dilation * (kw - 1) + 1, ins, outs];
  return tf.slice(whole, [0, 0, 0, 0], size) as tf.Tensor4D;
}

test.each(["NHWC", "NCHW"] as const)("gradients of gradients are right too (%s)", async (format) => {
  const shapes = { x: format === "NHWC" ? [2, 7, 7, 3] : [2, 3, 7, 7], w: [3, 2, 3, 4] };
  const twice =
    (conv: (x: tf.Tensor4D, w: tf.Tensor4D) => tf.Tensor) =>
    ({ x, w }: Record<string, tf.Tensor>): TensorRecord => {
      const slope = (x: tf.Tensor, w: tf.Tensor) =>
        tf.grad((v) => tf.sum(tf.square(conv(v as tf.Tensor4D, w as tf.Tensor4D))))(x);
      const [dx, dw] = tf.grads((x, w) => tf.sum(tf.square(slope(x!, w!))))([x!, w!]);
      return { slope: slope(x!, w!), dx: dx!, dw: dw! };
    };
  const [x, w] = [uniform(sizeOf(shapes.x), 1), uniform(sizeOf(shapes.w), 2)];
  const spec = { x: { shape: shapes.x }, w: { shape: shapes.w } };
  const direct = await compile(
    twice((x, w) => tf.conv2d(x, w, 1, "valid", format, 2)),
    spec,
  );
  const wide = await compile(
    twice((x, w) => tf.conv2d(x, spread(w, 2), 1, "valid", format)),
    spec,
  );
  const [actual, expected] = [await direct({ x, w }), await wide({ x, w })];
  for (const [name, array] of Object.entries(expected)) {
    const scale = Math.max(...Array.from(array, Math.abs));
    array.forEach((e, i) => {
      expect(Math.abs(actual[name]![i]! - e), `${name}[${i}]`).toBeLessThan(1e-5 * scale);
    });
  }
  direct.dispose();
  wide.dispose();
});

test.each(["same", "valid"] as const)(
  "a dilated convolution of volumes is differentiated (%s)",
  async (pad) => {
    const fn =
      (conv: (x: tf.Tensor5D, w: tf.Tensor5D) => tf.Tensor) =>
      ({ x, w }: Record<string, tf.Tensor>) => {
        const sum = (x: tf.Tensor, w: tf.Tensor) =>
          tf.sum(tf.square(conv(x as tf.Tensor5D, w as tf.Tensor5D)));
        const [dx, dw] = tf.grads(sum)([x!, w!]) as [tf.Tensor, tf.Tensor];
        return { y: conv(x as tf.Tensor5D, w as tf.Tensor5D), dx, dw };
      };
    // Zeros between the taps: along the depth by interleaving layers of them.
    const spreadAll = (w: tf.Tensor5D) => {
      const layers = tf.unstack(w).flatMap((layer) => [layer, tf.zerosLike(layer)]);
      return tf.stack(layers.slice(0, -1).map((layer) => spread(layer, 2))) as tf.Tensor5D;
    };
    const shapes = { x: [2, 6, 5, 7, 2], w: [2, 1, 3, 2, 3] };
    const spec = { x: { shape: shapes.x }, w: { shape: shapes.w } };
    const direct = await compile(
      fn((x, w) => tf.conv3d(x, w, 1, pad, "NDHWC", 2)),
      spec,
    );
    const wide = await compile(
      fn((x, w) => tf.conv3d(x, spreadAll(w), 1, pad)),
      spec,
    );
    const feeds = { x: uniform(sizeOf(shapes.x), 1), w: uniform(sizeOf(shapes.w), 2) };
    const [actual, expected] = [await direct(feeds), await wide(feeds)];
    for (const name of ["y", "dx", "dw"] as const) expectClose(name, actual[name], expected[name]);
    direct.dispose();
    wide.dispose();
  },
);

test("a dilated convolution over one axis is differentiated", async () => {
  const fn =
    (conv: (x: tf.Tensor3D, w: tf.Tensor3D) => tf.Tensor) =>
    ({ x, w }: Record<string, tf.Tensor>) => {
      const sum = (x: tf.Tensor, w: tf.Tensor) => tf.sum(tf.square(conv(x as tf.Tensor3D, w as tf.Tensor3D)));
      const [dx, dw] = tf.grads(sum)([x!, w!]) as [tf.Tensor, tf.Tensor];
      return { dx, dw };
    };
  const spec = { x: { shape: [2, 9, 3] }, w: { shape: [3, 3, 4] } };
  const direct = await compile(
    fn((x, w) => tf.conv1d(x, w, 1, "same", "NWC", 2)),
    spec,
  );
  const wide = await compile(
    fn((x, w) => {
      const filters = spread(tf.reshape(w, [3, 1, 3, 4]), 2);
      return tf.conv1d(x, tf.reshape(filters, [5, 3, 4]) as tf.Tensor3D, 1, "same");
    }),
    spec,
  );
  const feeds = { x: uniform(54, 1), w: uniform(36, 2) };
  const [actual, expected] = [await direct(feeds), await wide(feeds)];
  expect(Math.max(...actual.dx.map((x, i) => Math.abs(x - expected.dx[i]!)))).toBeLessThan(1e-4);
  expect(Math.max(...actual.dw.map((x, i) => Math.abs(x - expected.dw[i]!)))).toBeLessThan(1e-4);
  direct.dispose();
  wide.dispose();
});

/** Gradients of gradients, but for kinks on which nothing fed lies. */
const curved: [string, number[], number[], (x: tf.Tensor, w: tf.Tensor) => tf.Tensor][] = [
  ["conv2d", [2, 6, 5, 3], [3, 2, 3, 4], (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, "same")],
  [
    "depthwiseConv2d",
    [2, 6, 5, 3],
    [3, 2, 3, 2],
    (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same"),
  ],
  ["avgPool", [2, 6, 4, 3], [3], (x, w) => tf.avgPool(tf.mul(x, w) as tf.Tensor4D, 2, 2, "valid")],
  ["exp", [4, 5], [5], (x, w) => tf.exp(tf.mul(x, w))],
  ["tanh", [4, 5], [5], (x, w) => tf.tanh(tf.mul(x, w))],
  ["sigmoid", [4, 5], [5], (x, w) => tf.sigmoid(tf.mul(x, w))],
  ["softmax", [4, 5], [5], (x, w) => tf.softmax(tf.mul(x, w))],
  ["logSoftmax", [4, 5], [5], (x, w) => tf.logSoftmax(tf.mul(x, w))],
  ["batchNormTraining", [6, 3], [3], (x, w) => tf.exp(batchNormTraining(x, w, w).y)],
  ["elu", [4, 5], [5], (x, w) => tf.mul(tf.elu(x), w)],
  ["leakyRelu", [4, 5], [5], (x, w) => tf.mul(tf.leakyRelu(x), w)],
  ["clipByValue", [4, 5], [5], (x, w) => tf.mul(tf.clipByValue(x, -0.7, 0.4), w)],
  ["where", [4, 5], [5], (x, w) => tf.mul(tf.where(tf.greater(x, 0), tf.square(x), tf.sin(x)), w)],
  ["maximum", [4, 5], [5], (x, w) => tf.mul(tf.maximum(x, tf.mul(x, 0.1)), w)],
  ["logSumExp", [4, 5], [5], (x, w) => tf.logSumExp(tf.mul(x, w), 1)],
  ["einsum", [2, 3, 4], [4, 5], (x, w) => tf.einsum("bij,jk->bik", x, w)],
  ["topk", [4, 5], [4, 5], (x, w) => tf.mul(tf.topk(x, 3).values, tf.slice(w, [0, 0], [4, 3]))],
];

test.each(curved)("the gradient of a gradient of %s is what differences say", async (_, x, w, fn) => {
  const run = await compile(
    ({ x, w, dx, dw }) => {
      const slopes = (x: tf.Tensor, w: tf.Tensor) =>
        tf.grads((x, w) => tf.sum(tf.square(fn(x!, w!))))([x, w]) as [tf.Tensor, tf.Tensor];
      const along = (x: tf.Tensor, w: tf.Tensor) => {
        const [ofX, ofW] = slopes(x, w);
        return tf.add(tf.sum(tf.mul(ofX, dx)), tf.sum(tf.mul(ofW, dw)));
      };
      const [ofX, ofW] = slopes(x, w);
      const [alongX, alongW] = tf.grads((x, w) => along(x!, w!))([x, w]) as [tf.Tensor, tf.Tensor];
      return { ofX, ofW, alongX, alongW };
    },
    { x: { shape: x }, w: { shape: w }, dx: { shape: x }, dw: { shape: w } },
  );
  const awayFromZero = (array: Float32Array) => array.map((v) => v + 0.05 * (v < 0 ? -1 : 1));
  const at = { x: awayFromZero(uniform(sizeOf(x), 1)), w: uniform(sizeOf(w), 2) };
  const [dx, dw] = [uniform(sizeOf(x), 3), uniform(sizeOf(w), 4)];
  const step = 2 ** -8;
  const moved = (array: Float32Array, by: Float32Array, sign: number) =>
    array.map((v, i) => v + sign * step * by[i]!);
  const [above, below] = await Promise.all(
    [1, -1].map((sign) => run({ x: moved(at.x, dx, sign), w: moved(at.w, dw, sign), dx, dw })),
  );
  const { alongX, alongW } = await run({ ...at, dx, dw });
  for (const [actual, name] of [
    [alongX, "ofX"],
    [alongW, "ofW"],
  ] as const) {
    const expected = above![name].map((v, i) => (v - below![name][i]!) / (2 * step));
    const scale = Math.max(...Array.from(expected, Math.abs));
    expected.forEach((e, i) => {
      expect(Math.abs(actual[i]! - e), `${name}[${i}]`).toBeLessThan(2e-3 * scale);
    });
  }
  run.dispose();
});

test("what TensorFlow.js has no gradient of it refuses as ever elsewhere", async () => {
  await tf.setBackend("cpu");
  const selected = (x: tf.Tensor) => tf.sum(tf.where(tf.greater(x, 0), x, tf.neg(x)));
  expect(() => tf.tidy(() => tf.grad(selected)(tf.ones([2])))).toThrow("not found for Greater");
  const product = (x: tf.Tensor) => tf.einsum("i,i->", x, x);
  expect(() => tf.tidy(() => tf.grad(product)(tf.ones([2])))).toThrow("not found for Einsum");
});

test("a condition is nothing to differentiate", async () => {
  const right = (x: tf.Tensor) => tf.mean(tf.cast(tf.greater(x, 0), "float32"));
  await expect(compile(({ x }) => ({ dx: tf.grad(right)(x) }), { x: { shape: [2] } })).rejects.toThrow(
    "Cannot compute gradient of y=f(x) with respect to x",
  );
});

test("a single part is differentiated like many", async () => {
  const run = await compile(
    ({ x }) => ({
      split: tf.grad((x) => tf.sum(tf.square(tf.split(x, 1, 1)[0]!)))(x),
      unstack: tf.grad((x) => tf.sum(tf.square(tf.unstack(x)[0]!)))(x),
    }),
    { x: { shape: [1, 3] } },
  );
  const { split, unstack } = await run({ x: Float32Array.of(1, 2, 3) });
  expect([...split, ...unstack]).toEqual([2, 4, 6, 2, 4, 6]);
  run.dispose();
});
