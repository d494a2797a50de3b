import { expect, test } from "vitest";
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import { binary, unary } from "../ops/elementwise.js";
import { reshape } from "../ops/shape.js";
import { channelAffine } from "./channelAffine.js";
import { rewrite } from "./rules.test.helper.js";

const IMAGES = [2, 3, 4, 4];
const planes = (g: Graph, v: Value) => reshape(g, v, [1, 3, 1, 1]);
const passes = (ops: readonly string[]) => ops.filter((op) => op === "BatchNormalization").length;

test("a scale and a shift of channels are one pass", () => {
  const { ops, nodes } = rewrite(channelAffine, [IMAGES, [3], [3]], (g, x, a, b) =>
    binary(g, "Add", binary(g, "Mul", x, planes(g, a)), planes(g, b)),
  );
  expect(passes(ops)).toBe(1);
  expect(nodes.filter((node) => node.outputs[0]!.shape.length === 4 && node.op !== "Reshape")).toHaveLength(
    1,
  );
});

test("a pass that others read as well is left to them", () => {
  const { ops } = rewrite(channelAffine, [IMAGES, [3], [3]], (g, x, a, b) => {
    const centered = binary(g, "Sub", x, planes(g, a));
    return binary(g, "Add", binary(g, "Mul", centered, planes(g, b)), unary(g, "Exp", centered));
  });
  expect(passes(ops)).toBe(2);
});

test("scalars and vectors along other axes stay as they are", () => {
  expect(rewrite(channelAffine, [IMAGES], (g, x) => binary(g, "Mul", x, g.fill(2))).ops).toEqual(["Mul"]);
  expect(rewrite(channelAffine, [IMAGES, [4]], (g, x, a) => binary(g, "Mul", x, a)).ops).toEqual(["Mul"]);
});
