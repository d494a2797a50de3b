import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { compile, EngineError } from "../index.js";

beforeAll(() => tf.setBackend("cpu"));

type Fn = (inputs: Record<"x", tf.Tensor>) => Record<string, tf.Tensor>;

/** What compiling a function of two numbers throws. */
async function failureOf(fn: (inputs: Record<"x", tf.Tensor>) => unknown): Promise<EngineError> {
  const failure = await compile(fn as Fn, { x: { shape: [2] } }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EngineError);
  return failure as EngineError;
}

describe("a variable from outside", () => {
  test("is not assigned to: an error says which and where, and it is unharmed", async () => {
    const v = tf.variable(tf.tensor1d([1, 2]), true, "weights");
    const { message } = await failureOf(({ x }) => {
      v.assign(tf.add(v, x) as tf.Tensor1D);
      return { x };
    });
    expect(message).toMatch(
      /assigns to the variable "weights" at .*trace\.test\.ts:\d+:\d+; .* as an output/,
    );
    expect([...v.dataSync()]).toEqual([1, 2]);
    v.assign(tf.tensor1d([3, 4]));
    expect([...v.dataSync()]).toEqual([3, 4]);
    v.dispose();
  });

  test("is not minimized over", async () => {
    const v = tf.variable(tf.tensor1d([1, 2]), true, "minimized");
    const { message } = await failureOf(({ x }) => {
      const loss = () => tf.sum(tf.mul(v, x)) as tf.Scalar;
      return { loss: tf.train.sgd(0.1).minimize(loss, true, [v])! };
    });
    expect(message).toMatch(/assigns to the variable "minimized" at .*trace\.test\.ts:\d+/);
    expect([...v.dataSync()]).toEqual([1, 2]);
    v.dispose();
  });

  test("is not written to by a layer in training", async () => {
    const layer = tfl.layers.batchNormalization({ inputShape: [2] });
    const model = tfl.sequential({ layers: [layer] });
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    const { message } = await failureOf(({ x }) => ({
      y: model.apply(tf.reshape(x, [1, 2]), { training: true }) as tf.Tensor,
    }));
    expect(message).toMatch(/assigns to the variable ".*moving_mean.*" at .*trace\.test\.ts:\d+/);
    expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
    model.dispose();
  });

  test("is none if the function made it", async () => {
    const run = await compile(
      ({ x }) => {
        const v = tf.variable(tf.ones([2]));
        v.assign(tf.add(v, x));
        return { y: tf.mul(v, 2) };
      },
      { x: { shape: [2] } },
    );
    expect([...(await run({ x: Float32Array.of(1, 2) })).y]).toEqual([4, 6]);
    run.dispose();
  });
});

test("constants are read as they are, whatever their axes and type", async () => {
  const read: unknown[] = [];
  const run = await compile(
    ({ x }) => {
      const cube = tf.tensor3d([0, 1, 2, 3, 4, 5], [1, 2, 3]);
      read.push(tf.transpose(tf.tensor2d([1, 2, 3, 4], [2, 2])).arraySync());
      read.push(tf.transpose(cube, [2, 0, 1]).arraySync());
      read.push(
        tf.fill([2], 3, "int32").dataSync(),
        tf.ones([2], "bool").dataSync(),
        tf.ones([2]).dataSync(),
      );
      const array = tf.tensor1d([5, 6]);
      array.dataSync()[0] = 7;
      read.push(array.arraySync());
      return { x: tf.neg(x) };
    },
    { x: { shape: [2] } },
  );
  run.dispose();
  expect(read).toEqual([
    [
      [1, 3],
      [2, 4],
    ],
    [[[0, 3]], [[1, 4]], [[2, 5]]],
    Int32Array.of(3, 3),
    Uint8Array.of(1, 1),
    Float32Array.of(1, 1),
    [5, 6],
  ]);
});

test("constants keep the sign of zero", async () => {
  const run = await compile(({ x }) => ({ y: tf.div(x, tf.tensor1d([0, -0])) }), { x: { shape: [2] } });
  const { y } = await run({ x: Float32Array.of(1, 1) });
  expect([...y]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  run.dispose();
});

test.each([
  ["a promise", async ({ x }: { x: tf.Tensor }) => ({ y: tf.neg(x) }), "got a promise"],
  ["a promise that fails", async () => Promise.reject(new Error("mine")), "got a promise"],
  ["an empty record", () => ({}), "got an empty object"],
  ["nothing", () => undefined, "got undefined"],
  ["a tensor", ({ x }: { x: tf.Tensor }) => x, "got a tensor"],
])("a function that returns %s is refused", async (_, fn, got) => {
  const { message } = await failureOf(fn);
  expect(message).toMatch(/^the function must return a record of tensors by name, for example { loss }; /);
  expect(message).toContain(got);
});

test("data that is asked for and not waited for is refused, and ends no process", async () => {
  const ended = vi.fn();
  process.on("unhandledRejection", ended);
  const logs = ({ x }: { x: tf.Tensor }) => {
    void x.data().then(ended);
    return { y: tf.neg(x) };
  };
  const waits = async ({ x }: { x: tf.Tensor }) => ({ y: tf.mul(x, (await x.data())[0]!) });
  for (const fn of [logs, waits])
    expect((await failureOf(fn)).message).toMatch(/^the function reads the data of a tensor that depends/);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(ended).not.toHaveBeenCalled();
  process.off("unhandledRejection", ended);
});

test("shared memory, which the runtime does not take, is refused by name", async () => {
  const run = await compile(({ x }) => ({ y: tf.neg(x) }), { x: { shape: [2] } });
  const shared = new Float32Array(new SharedArrayBuffer(8));
  await expect(run({ x: shared })).rejects.toThrow(
    'input "x" must lie in an ArrayBuffer, got a SharedArrayBuffer',
  );
  const x = shared.slice();
  await expect(run({ x }, { outputs: { y: shared } })).rejects.toThrow(
    'output "y" must lie in an ArrayBuffer, got a SharedArrayBuffer',
  );
  expect([...(await run({ x })).y]).toEqual([-0, -0]);
  run.dispose();
});
