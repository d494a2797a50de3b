import * as tf from "@tensorflow/tfjs-core";
import { adamw, cosine, decoupled, sgd } from "lehr";
import { expect, test } from "vitest";
import { clipByGlobalNorm, compile, compileTrainingStep } from "../index.js";
import { expectClose } from "../parity.test.helper.js";
import { batchOf, tinyCnn } from "./testing/tinyCnn.js";

const line = {
  loss: ({ inputs, params }: { inputs: Record<"x" | "y", tf.Tensor>; params: Record<"w", tf.Tensor> }) =>
    tf.losses.meanSquaredError(inputs.y, tf.mul(inputs.x, params.w)) as tf.Scalar,
  inputs: { x: { shape: [4] }, y: { shape: [4] } },
  params: { w: { shape: [], values: Float32Array.of(1) } },
} as const;
const points = { x: Float32Array.of(1, 2, 3, 4), y: Float32Array.of(3, 6, 9, 12) };

test("a step is gradients and the optimizer's own update", async () => {
  const optimizer = adamw({ lr: 0.01, weightDecay: decoupled(1e-3), schedule: cosine({ updates: 9 }) });
  const cnn = tinyCnn();
  const step = await compileTrainingStep({ ...cnn, optimizer });
  const values = Object.fromEntries(
    Object.entries(cnn.params).map(([name, { values }]) => [name, values.slice()]),
  );
  const shapes = Object.fromEntries(Object.entries(cnn.params).map(([name, { shape }]) => [name, shape]));
  const bound = optimizer.bind(values, { shapes });
  const names = Object.keys(values);
  const run = await compile(
    ({ images, labels, ...params }: Record<string, tf.Tensor>) => {
      const fixed = { "conv1/mean": tf.zeros([8]), "conv1/variance": tf.ones([8]) };
      const loss = (...tensors: tf.Tensor[]) =>
        cnn.loss({
          inputs: { images: images!, labels: labels! },
          params: Object.fromEntries(names.map((name, i) => [name, tensors[i]!])) as Record<
            keyof typeof cnn.params,
            tf.Tensor
          >,
          state: fixed,
        }).loss;
      const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => params[name]!));
      return { loss: value, ...Object.fromEntries(names.map((name, i) => [name, grads[i]!])) };
    },
    { ...cnn.inputs, ...Object.fromEntries(names.map((name) => [name, { shape: shapes[name]! }])) },
  );
  for (let i = 0; i < 4; i++) {
    const batch = batchOf(8, i);
    expect(step.learningRate).toBe(bound.learningRate);
    const { loss, ...gradients } = await run({ ...batch, ...values } as never);
    expect((await step(batch)).loss).toBe((loss as Float32Array)[0]);
    bound.step(gradients as Record<string, Float32Array>);
  }
  const trained = await step.parameters();
  for (const name of names) expectClose(name, trained[name as keyof typeof trained], values[name]!);
  expect(step.updates).toBe(4);
  run.dispose();
  step.dispose();
});

test("state moves, outputs come back, and the caller's arrays stay as they were", async () => {
  const cnn = tinyCnn();
  const step = await compileTrainingStep({ ...cnn, optimizer: adamw({ lr: 0.01 }) });
  const { outputs } = await step(batchOf(8, 1));
  expect(outputs.accuracy[0]! * 8).toBe(Math.round(outputs.accuracy[0]! * 8));
  const once = (await step.state())["conv1/variance"];
  expect(once.every((x) => x > 0.9 && x !== 1)).toBe(true);
  await step(batchOf(8, 1));
  expect((await step.state())["conv1/variance"]).not.toEqual(once);
  expect(cnn.state["conv1/variance"].values.every((x) => x === 1)).toBe(true);
  expect(cnn.params).toEqual(tinyCnn().params);
  step.dispose();
});

test("steps for other shapes train the same parameters, until the last is disposed", async () => {
  const step = await compileTrainingStep({ ...tinyCnn(8), optimizer: sgd({ lr: 0.1 }) });
  const smaller = await step.forInputs(tinyCnn(3).inputs);
  await step(batchOf(8, 1));
  const before = await step.parameters();
  step.dispose();
  await smaller(batchOf(3, 1));
  expect(smaller.updates).toBe(2);
  expect(await smaller.parameters()).not.toEqual(before);
  await expect(step(batchOf(8, 1))).rejects.toThrow("this training step has been disposed");
  smaller.dispose();
  smaller.dispose();
});

test("steps that are not awaited run one after the other", async () => {
  const step = await compileTrainingStep({ ...line, optimizer: sgd({ lr: 0.01 }) });
  const losses = (await Promise.all([step(points), step(points), step(points)])).map(({ loss }) => loss);
  expect(losses[0]).toBeGreaterThan(losses[1]!);
  expect(losses[1]).toBeGreaterThan(losses[2]!);
  step.dispose();
});

test("a training goes on from its state, and starts anew with another optimizer", async () => {
  const make = () => compileTrainingStep({ ...line, optimizer: sgd({ lr: 0.01, momentum: 0.9 }) });
  const [whole, second] = [await make(), await make()];
  for (let i = 0; i < 3; i++) await whole(points);
  await second.restart({ params: await whole.parameters() });
  await second.loadOptimizerState(await whole.optimizerState());
  expect(second.updates).toBe(3);
  expect(await second(points)).toEqual(await whole(points));
  expect(await second.parameters()).toEqual(await whole.parameters());
  await second.restart({ params: { w: Float32Array.of(1) }, optimizer: adamw({ lr: 0.5 }) });
  expect(second.updates).toBe(0);
  expect(second.learningRate).toBe(0.5);
  expect((await second(points)).loss).toBe(30);
  whole.dispose();
  second.dispose();
});

test("a loss may be a tensor of one element", async () => {
  const loss = (given: Parameters<typeof line.loss>[0]) => tf.reshape(line.loss(given), [1, 1]) as tf.Tensor;
  const step = await compileTrainingStep({
    ...line,
    loss: loss as typeof line.loss,
    optimizer: sgd({ lr: 0.01 }),
  });
  expect((await step(points)).loss).toBe(30);
  step.dispose();
});

test("what is no loss is told from what it must be, and leaves no tensor behind", async () => {
  const tensors = tf.memory().numTensors;
  const failureOf = (loss: unknown, patch = {}) =>
    compileTrainingStep({ ...line, optimizer: sgd(), ...patch, loss: loss as typeof line.loss }).then(
      () => "none",
      ({ name, message }: Error) => `${name}: ${message}`,
    );
  const wanted = /^EngineError: the loss function must return one number as a tensor, .* got /;
  const given = {
    "3": () => 3,
    undefined: () => undefined,
    "a promise, and while it is compiled": async () => tf.scalar(1),
    "an object of outputs": (tensors: never) => ({ outputs: { error: line.loss(tensors) } }),
    "undefined as loss": () => ({ loss: undefined }),
    "a promise, and while it is compiled there is nothing to wait for as loss": () => ({
      loss: Promise.resolve(tf.scalar(1)),
    }),
  };
  for (const [got, loss] of Object.entries(given)) {
    const failure = await failureOf(loss);
    expect(failure).toMatch(wanted);
    expect(failure).toContain(`got ${got}`);
  }
  expect(await failureOf((given: never) => ({ loss: line.loss(given), outputs: line.loss(given) }))).toBe(
    "EngineError: outputs of the loss function must be tensors by name, got a tensor",
  );
  const counting = (given: Parameters<typeof line.loss>[0]) => ({
    loss: line.loss(given),
    state: { n: tf.scalar(1, "int32") },
  });
  const state = { n: { shape: [], values: new Float32Array(1) } };
  expect(await failureOf(counting, { state })).toBe(
    'EngineError: state "n" must keep its type float32, got int32',
  );
  const unused = { shape: [2], values: new Float32Array(2) };
  expect(await failureOf(line.loss, { params: { ...line.params, a: unused, b: unused } })).toMatch(
    /^EngineError: the loss must depend on every parameter, and does not on "a", "b"; leave out/,
  );
  const failing = (given: Parameters<typeof line.loss>[0]) => {
    const loss = line.loss(given);
    return { loss: tf.mul(loss, loss.dataSync()[0]!), outputs: { loss } };
  };
  expect(await failureOf(failing)).toMatch(/^EngineError: the function reads the data/);
  expect(tf.memory().numTensors).toBe(tensors);
});

test("what does not fit is refused by name, and nothing changes", async () => {
  const optimizer = sgd({ lr: 0.01 });
  const bad = (patch: object) => compileTrainingStep({ ...line, optimizer, ...patch });
  await expect(bad({ params: {} })).rejects.toThrow("params must name at least one parameter");
  await expect(bad({ thread: 2 })).rejects.toThrow('there is no option of compileTrainingStep "thread"');
  await expect(bad({ params: undefined })).rejects.toThrow(
    "params must be { shape, values } by name, got undefined",
  );
  await expect(bad({ params: { w: Float32Array.of(1) } })).rejects.toThrow(
    'shape of parameter "w" must be a list of positive integers, got undefined',
  );
  await expect(bad({ inputs: null })).rejects.toThrow(
    "inputs must be { shape, dtype, layout } by name, got null",
  );
  await expect(bad({ loss: "meanSquaredError" })).rejects.toThrow(
    "loss must be a function of { inputs, params, state }, got meanSquaredError",
  );
  for (const [other, got] of [
    [tf.train.sgd(0.1), "SGDOptimizer"],
    ["adam", "adam"],
    [undefined, "undefined"],
  ])
    await expect(bad({ optimizer: other })).rejects.toThrow(
      `optimizer must be one of lehr's, such as adamw({ lr: 1e-3 }), got ${got}`,
    );
  await expect(bad({ params: { w: { shape: [2], values: Float32Array.of(1) } } })).rejects.toThrow(
    'values of parameter "w" must be a Float32Array of length 2 for shape [2], got one of length 1',
  );
  await expect(bad({ device: "gpu" })).rejects.toThrow('device must be "cpu" or "webgpu", got "gpu"');
  const unknown = ({ params }: { params: { w: tf.Tensor } }) => ({
    loss: tf.sum(params.w),
    state: { m: params.w },
  });
  const vector = ({ inputs, params }: Parameters<typeof line.loss>[0]) => tf.mul(inputs.x, params.w);
  const several =
    "the loss function must give one number, got a tensor of shape [4]; tf.mean makes one of it";
  await expect(bad({ loss: vector })).rejects.toThrow(several);
  await expect(bad({ loss: (given: never) => ({ loss: vector(given) }) })).rejects.toThrow(several);
  await expect(bad({ loss: unknown })).rejects.toThrow('gives state "m"; the state is empty');
  const step = await compileTrainingStep({ ...line, optimizer, checkFinite: true });
  const feed = (patch: object) => step({ ...points, ...patch });
  await expect(step(undefined as never)).rejects.toThrow(
    "feeds must be an array for each input by name, got undefined",
  );
  await expect(step.restart({ optimizer: {} as never })).rejects.toThrow("optimizer must be one of lehr's");
  await expect(feed({ z: points.x })).rejects.toThrow('there is no input "z"; there is "x", "y"');
  await expect(feed({ x: new Float32Array(3) })).rejects.toThrow(/input "x" .* length 4 .* length 3/);
  await expect(feed({ y: Float32Array.of(1, 2, Number.NaN, 4) })).rejects.toThrow(
    'input "y" must hold finite numbers, got NaN at index 2',
  );
  expect(step.updates).toBe(0);
  expect((await step(points)).loss).toBe(30);
  await expect(step.restart({ params: { w: new Float32Array(2) } })).rejects.toThrow('parameter "w"');
  step.dispose();
});

test("gradients are transformed before the update: clipped by PyTorch's formula, where they are long", async () => {
  const params = {
    a: { shape: [2], values: Float32Array.of(0, 0) },
    b: { shape: [], values: Float32Array.of(0) },
  };
  const inputs = { x: { shape: [3] } };
  // The gradients are what is fed: of norm 13, and of norm 1.3.
  const clipped = await compileTrainingStep({
    inputs,
    params,
    loss: ({ inputs: { x }, params: { a, b } }) =>
      tf.add(tf.sum(tf.mul(tf.slice(x, 0, 2), a)), tf.mul(tf.reshape(tf.slice(x, 2, 1), []), b)) as tf.Scalar,
    optimizer: sgd({ lr: 1 }),
    transformGradients: (gradients) => clipByGlobalNorm(gradients, 2),
  });
  await clipped({ x: Float32Array.of(3, 4, 12) });
  const scale = 2 / (13 + 1e-6);
  const once = await clipped.parameters();
  expectClose("a", once.a, [-3 * scale, -4 * scale]);
  expectClose("b", once.b, [-12 * scale]);
  await clipped({ x: Float32Array.of(0.3, 0.4, 1.2) });
  expectClose("b", (await clipped.parameters()).b, [-12 * scale - 1.2]);
  clipped.dispose();
});

test("transformed gradients that do not fit are refused by name", async () => {
  const bad = (transformGradients: unknown) =>
    compileTrainingStep({ ...line, optimizer: sgd({ lr: 0.01 }), transformGradients } as never);
  await expect(bad(1)).rejects.toThrow("transformGradients must be a function of gradients, got 1");
  await expect(bad(() => undefined)).rejects.toThrow(
    "what transformGradients returns must be a tensor for each parameter by name, got undefined",
  );
  await expect(bad(() => ({}))).rejects.toThrow(
    'gradient "w" must be a tensor after transformGradients, got undefined',
  );
  await expect(bad(({ w }: { w: tf.Tensor }) => ({ w, v: w }))).rejects.toThrow('there is no gradient "v"');
  await expect(bad(({ w }: { w: tf.Tensor }) => ({ w: tf.stack([w, w]) }))).rejects.toThrow(
    'gradient "w" must keep its shape [], got [2]',
  );
  const clip = (gradients: Record<string, tf.Tensor>) => clipByGlobalNorm(gradients, 0);
  await expect(bad(clip)).rejects.toThrow("maxNorm must be a finite number > 0, got 0");
});
