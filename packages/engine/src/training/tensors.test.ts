import * as tf from "@tensorflow/tfjs-core";
import { lion } from "lehr";
import { expect, test } from "vitest";
import { compile, compileTrainingStep } from "../index.js";
import { haveAdapter, SLOW } from "../webgpu/testing/adapter.js";
import { tensors } from "./tensors.js";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

test("the sign of NaN is NaN, as lehr's arithmetic has it", async () => {
  const run = await compile(({ x }) => ({ sign: tensors.sign(x) }), { x: { shape: [6] } });
  const x = Float32Array.of(nan, -infinity, -3, 0, 1e-30, infinity);
  expect([...(await run({ x })).sign]).toEqual(Array.from(x, Math.sign));
  run.dispose();
});

test.each(haveAdapter ? (["cpu", "webgpu"] as const) : (["cpu"] as const))(
  "a gradient that is NaN makes a weight NaN under Lion on %s",
  { timeout: SLOW },
  async (device) => {
    const step = await compileTrainingStep({
      loss: ({ inputs, params }) => tf.sum(tf.mul(params.w, inputs.x)) as tf.Scalar,
      inputs: { x: { shape: [4] } },
      params: { w: { shape: [4], values: new Float32Array(4) } },
      optimizer: lion({ lr: 0.5 }),
      device,
    });
    await step({ x: Float32Array.of(nan, 2, -2, 0) });
    const { w } = await step.parameters();
    expect([...w].map((x) => x + 0)).toEqual([nan, -0.5, 0.5, 0]);
    step.dispose();
  },
);
