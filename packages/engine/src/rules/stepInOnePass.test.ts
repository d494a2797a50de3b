import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { compile } from "../compile.js";
import { binary, cast, unary, where } from "../ops/elementwise.js";
import { opsAfter } from "./rules.test.helper.js";
import { stepInOnePass } from "./stepInOnePass.js";

test("a comparison with zero, cast, but NaN for NaN, is one operator", () => {
  const ops = opsAfter(stepInOnePass, [[5]], (g, x) => {
    const step = cast(g, binary(g, "Greater", x, g.fill(0)), "float32");
    return where(g, unary(g, "IsNaN", x), x, step);
  });
  expect(ops).toEqual(["HardSigmoid"]);
});

test("so it is where NaN is known by differing from itself", () => {
  const ops = opsAfter(stepInOnePass, [[5]], (g, x) => {
    const step = cast(g, binary(g, "Greater", x, g.fill(0)), "float32");
    return where(g, unary(g, "Not", binary(g, "Equal", x, x)), x, step);
  });
  expect(ops).toEqual(["HardSigmoid"]);
});

test("a comparison with another number stays", () => {
  const ops = opsAfter(stepInOnePass, [[5]], (g, x) => {
    const step = cast(g, binary(g, "Greater", x, g.fill(1)), "float32");
    return where(g, unary(g, "IsNaN", x), x, step);
  });
  expect(ops).toContain("Where");
});

test("a step of another shape than what is compared stays", () => {
  const ops = opsAfter(stepInOnePass, [[5]], (g, x) => {
    const step = cast(g, binary(g, "Greater", x, g.fill(0, [2, 5])), "float32");
    return where(g, unary(g, "IsNaN", x), x, step);
  });
  expect(ops).toContain("Where");
});

test("the slope of a rectifier is 0 or 1 however small or large the number, and NaN for NaN", async () => {
  const x = [Number.NaN, -1, -1e-38, -0, 0, 2e-38, 1e-9, 1, 3e38, Number.POSITIVE_INFINITY];
  const slope = (inputs: { x: tf.Tensor }) => ({ slope: tf.grad((v) => tf.sum(tf.relu(v)))(inputs.x) });
  const run = await compile(slope, { x: { shape: [x.length] } });
  const result = await run({ x: Float32Array.from(x) });
  expect([...result.slope]).toEqual([Number.NaN, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  run.dispose();
});
