import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { compile } from "./index.js";
import { expectParity } from "./parity.test.helper.js";

const SPEC = { x: { shape: [2, 3] }, w: { shape: [3, 4] } } as const;

const feeds = () => ({ x: Float32Array.of(1, 2, 3, 4, 5, 6), w: new Float32Array(12).fill(0.5) });

test("an MLP with its gradients agrees with TensorFlow.js", async () => {
  await expectParity(
    ({ x, y, w1, b1, w2, b2 }) => {
      const loss = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor) => {
        const hidden = tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, a as tf.Tensor2D), b));
        const logits = tf.add(tf.matMul(hidden as tf.Tensor2D, c as tf.Tensor2D), d);
        return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.cast(y!, "int32"), 5), logits) as tf.Scalar;
      };
      const { value, grads } = tf.valueAndGrads(loss)([w1!, b1!, w2!, b2!]);
      return { loss: value, w1: grads[0]!, b1: grads[1]!, w2: grads[2]!, b2: grads[3]! };
    },
    {
      x: { shape: [6, 8] },
      y: { shape: [6], dtype: "int32" },
      w1: { shape: [8, 7] },
      b1: { shape: [7] },
      w2: { shape: [7, 5] },
      b2: { shape: [5] },
    },
    { y: Int32Array.of(0, 1, 4, 2, 3, 3) },
  );
});

test("outputs are written into the arrays given", async () => {
  const run = await compile(({ x, w }) => ({ y: tf.matMul(x, w), s: tf.sum(x) }), SPEC);
  const y = new Float32Array(8);
  const outputs = await run(feeds(), { outputs: { y } });
  expect(outputs.y).toBe(y);
  expect(Array.from(y)).toEqual([3, 3, 3, 3, 7.5, 7.5, 7.5, 7.5]);
  expect(Array.from(outputs.s)).toEqual([21]);
  expect(run.outputShapes).toEqual({ y: [2, 4], s: [] });
  run.dispose();
});

test("an output may go where inputs lie: all outputs are of what was fed", async () => {
  const run = await compile(({ x }) => ({ y: tf.exp(x), s: tf.sum(tf.mul(tf.tanh(tf.exp(x)), x)) }), {
    x: { shape: [4] },
  });
  const expected = await run({ x: Float32Array.of(1, 2, 3, 4) });
  for (const place of [0, 2]) {
    const memory = Float32Array.of(1, 2, 3, 4, 0, 0);
    const y = memory.subarray(place, place + 4);
    const outputs = await run({ x: memory.subarray(0, 4) }, { outputs: { y } });
    expect(outputs).toEqual(expected);
    expect(outputs.y).toBe(y);
  }
  run.dispose();
});

test("two outputs are not written into one array", async () => {
  const run = await compile(({ x }) => ({ y: tf.exp(x), z: tf.neg(x) }), { x: { shape: [1] } });
  const array = new Float32Array(1);
  await expect(run({ x: Float32Array.of(1) }, { outputs: { y: array, z: array } })).rejects.toThrow(
    "outputs must be arrays of their own, got one array for two of them",
  );
  run.dispose();
});

test("a name, an array type or a length that does not fit is refused by name", async () => {
  const run = await compile(({ x, w }) => ({ y: tf.matMul(x, w) }), SPEC);
  const bad = (patch: object, options?: object) => run({ ...feeds(), ...patch }, options as undefined);
  await expect(bad({ z: new Float32Array(1) })).rejects.toThrow('there is no input "z"; there is "x", "w"');
  await expect(bad({ w: undefined })).rejects.toThrow(
    'input "w" must be a Float32Array of length 12 for shape [3, 4], got nothing',
  );
  await expect(bad({ x: new Float32Array(5) })).rejects.toThrow(
    /input "x" .* length 6 .* got one of length 5/,
  );
  await expect(bad({ x: new Float64Array(6) })).rejects.toThrow(/input "x" .* got Float64Array/);
  await expect(run(null as never)).rejects.toThrow("feeds must be an array for each input by name, got null");
  await expect(bad({}, { y: new Float32Array(8) })).rejects.toThrow(
    'there is no option of a run "y"; there is "outputs"',
  );
  await expect(bad({}, { outputs: { z: new Float32Array(8) } })).rejects.toThrow('there is no output "z"');
  await expect(bad({}, { outputs: { y: new Int32Array(8) } })).rejects.toThrow(
    /output "y" .* got Int32Array/,
  );
  run.dispose();
  run.dispose();
  await expect(run(feeds())).rejects.toThrow(/has been disposed/);
});

test("outputs may bear the names of what every object has", async () => {
  const run = await compile(({ x }) => ({ valueOf: x, constructor: tf.neg(x) }), { x: { shape: [1] } });
  expect(await run({ x: Float32Array.of(1) })).toEqual({
    valueOf: Float32Array.of(1),
    constructor: Float32Array.of(-1),
  });
  run.dispose();
});

test("malformed specs and options are refused", async () => {
  const fn = ({ x }: { x: tf.Tensor }) => ({ x });
  await expect(compile(undefined as never, {})).rejects.toThrow(
    "fn must be a function of tensors by name, got undefined",
  );
  await expect(compile(fn, null as never)).rejects.toThrow(
    "the spec of inputs must be { shape, dtype, layout } by name, got null",
  );
  await expect(compile(fn, { x: undefined } as never)).rejects.toThrow(/shape of input "x" .* got undefined/);
  await expect(compile(fn, { x: { shape: [null, 2] } } as never)).rejects.toThrow("got [null, 2]");
  await expect(compile(fn, { x: { shape: [2, 0.5] } })).rejects.toThrow(/shape of input "x" must be a list/);
  await expect(compile(fn, { x: { shape: [2], layout: "NCHW" } })).rejects.toThrow(/for a shape of rank 4/);
  await expect(compile(fn, { x: { shape: [2] } }, { thread: 2 } as object)).rejects.toThrow(
    'there is no option of compile "thread"; there is "device", "threads", "checkFinite"',
  );
  await expect(compile(fn, { x: { shape: [2] } }, { threads: 0 })).rejects.toThrow(
    "threads must be a positive integer, got 0",
  );
});

test("what the function must not do is said at compile time", async () => {
  const spec = { x: { shape: [2, 2] } } as const;
  await expect(compile(({ x }) => ({ y: tf.mul(x, x.dataSync()[0]!) }), spec)).rejects.toThrow(
    /reads the data/,
  );
  const notTensors = () => ({ y: 3 as unknown as tf.Tensor });
  await expect(compile(notTensors, spec)).rejects.toThrow('output "y" of the function must be a tensor');
  await expect(compile(({ x }) => x as unknown as { y: tf.Tensor }, spec)).rejects.toThrow(
    /must return a record/,
  );
});

test("a kernel that cannot be compiled is refused with its name and the line that calls it", async () => {
  const spec = { x: { shape: [2, 2] } } as const;
  await expect(compile(({ x }) => ({ y: tf.unique(x).values }), spec)).rejects.toThrow(
    /kernel Unique cannot be compiled; it is called at .*compile\.test\.ts:\d+/,
  );
});

test("TensorFlow.js' backend is what it was, also when the function throws", async () => {
  await tf.setBackend("cpu");
  const outside = tf.tensor1d([1, 2]);
  const before = tf.memory().numTensors;
  const run = await compile(({ x }) => ({ y: tf.add(x, outside) }), { x: { shape: [2] } });
  expect(tf.getBackend()).toBe("cpu");
  const failing = compile(
    () => {
      throw new RangeError("mine");
    },
    { x: { shape: [2] } },
  );
  await expect(failing).rejects.toThrow(RangeError);
  expect(tf.getBackend()).toBe("cpu");
  expect(tf.memory().numTensors).toBe(before);
  expect(Array.from(outside.dataSync())).toEqual([1, 2]);
  expect(Array.from((await run({ x: Float32Array.of(1, 1) })).y)).toEqual([2, 3]);
  run.dispose();
});

test("images may be fed in NCHW order", async () => {
  const shape = [2, 3, 4, 2] as const;
  const image = ({ x }: { x: tf.Tensor }) => ({ y: tf.mul(x, tf.range(0, 2)), flat: tf.reshape(x, [2, -1]) });
  const rows = await compile(image, { x: { shape } });
  const planes = await compile(image, { x: { shape, layout: "NCHW" } });
  const nhwc = Float32Array.from({ length: 48 }, (_, i) => i);
  const nchw = new Float32Array(48);
  for (let n = 0; n < 2; n++)
    for (let p = 0; p < 12; p++)
      for (let c = 0; c < 2; c++) nchw[(n * 2 + c) * 12 + p] = nhwc[(n * 12 + p) * 2 + c]!;
  expect(await planes({ x: nchw })).toEqual(await rows({ x: nhwc }));
  rows.dispose();
  planes.dispose();
});

test("variables made or differentiated in the function leave nothing behind", async () => {
  const registered = Object.keys(tf.engine().state.registeredVariables).length;
  const run = await compile(
    ({ x }) => {
      const v = tf.variable(tf.ones([2]));
      const { value, grads } = tf.variableGrads(() => tf.sum(tf.mul(tf.square(v), x)) as tf.Scalar, [v]);
      return { value, grad: grads[v.name]! };
    },
    { x: { shape: [2] } },
  );
  const { value, grad } = await run({ x: Float32Array.of(3, 4) });
  expect([...value, ...grad]).toEqual([7, 6, 8]);
  expect(Object.keys(tf.engine().state.registeredVariables).length).toBe(registered);
  run.dispose();
});

test("an input, a constant and one tensor under two names can be outputs", async () => {
  const run = await compile(
    ({ x }) => {
      const y = tf.square(x);
      return { x, y, again: y, one: tf.scalar(1) };
    },
    { x: { shape: [2] } },
  );
  const { x, y, again, one } = await run({ x: Float32Array.of(3, 4) });
  expect([x, y, again, one].map((a) => Array.from(a))).toEqual([[3, 4], [9, 16], [9, 16], [1]]);
  run.dispose();
});

test("a thousand runs leave no memory behind", async () => {
  const shape = [64, 1024] as const;
  const run = await compile(({ x }) => ({ y: tf.relu(tf.sub(x, 0.5)), sum: tf.sum(x) }), { x: { shape } });
  const x = new Float32Array(64 * 1024).fill(1);
  const y = new Float32Array(64 * 1024);
  for (let i = 0; i < 100; i++) await run({ x }, { outputs: { y } });
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 1000; i++) await run({ x }, { outputs: { y } });
  // Leaking one tensor a run would be 250 MB.
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  run.dispose();
});

test("a run leaves no array to the garbage collector", async () => {
  const run = await compile(({ x }) => ({ y: tf.relu(x) }), { x: { shape: [2 ** 18] } });
  const x = new Float32Array(2 ** 18).fill(1);
  const y = new Float32Array(2 ** 18);
  await run({ x }, { outputs: { y } });
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 10; i++) await run({ x }, { outputs: { y } });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(y.byteLength);
  expect(y.every((value) => value === 1)).toBe(true);
  run.dispose();
});

test("a run under way ends before disposal", async () => {
  const run = await compile(({ x, w }) => ({ y: tf.matMul(x, w) }), SPEC);
  const running = run(feeds());
  run.dispose();
  expect((await running).y[0]).toBe(3);
});

test("names are checked by the compiler", async () => {
  // @ts-expect-error the spec has no z
  await expect(compile(({ z }) => ({ y: tf.neg(z as tf.Tensor) }), SPEC)).rejects.toThrow();
  const run = await compile(({ x }) => ({ y: tf.neg(x) }), SPEC);
  // @ts-expect-error w is missing
  await expect(run({ x: new Float32Array(6) })).rejects.toThrow('input "w"');
  // @ts-expect-error there is no output z
  await expect(run(feeds(), { outputs: { z: new Float32Array(6) } })).rejects.toThrow('output "z"');
  run.dispose();
});
