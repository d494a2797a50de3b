import { expect, test } from "vitest";
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import { binary, cast, unary } from "../ops/elementwise.js";
import { foldConstants } from "./foldConstants.js";
import { rewrite } from "./rules.test.helper.js";

test("operators on constants are computed, in the precision of their type", () => {
  const { ops, output } = rewrite(foldConstants, [], (g) =>
    binary(g, "Div", unary(g, "Sqrt", g.fill(2, [2])), g.fill(3)),
  );
  expect(ops).toEqual([]);
  expect(output.source).toEqual({
    kind: "constant",
    data: { fill: Math.fround(Math.fround(Math.SQRT2) / 3) },
  });
});

test("casts of arrays truncate", () => {
  const { output } = rewrite(foldConstants, [], (g) =>
    cast(g, g.constant(Float32Array.of(1.7, -1.7), [2], "float32"), "int32"),
  );
  expect(output.source).toEqual({ kind: "constant", data: { array: Int32Array.of(1, -1) } });
});

test("integers wrap around as int32 does, and what is compared is what float32 holds", () => {
  const integer =
    (fill: number, shape: number[] = []) =>
    (g: Graph) =>
      g.fill(fill, shape, "int32");
  const folded = (build: (g: Graph) => Value) => rewrite(foldConstants, [], build).output.source;
  const [a, b] = [integer(2_000_000_000, [2]), integer(1_234_567_891)];
  expect(folded((g) => binary(g, "Add", a(g), b(g)))).toMatchObject({ data: { fill: -1_060_399_405 } });
  expect(folded((g) => binary(g, "Mul", a(g), b(g)))).toMatchObject({
    data: { fill: Math.imul(2_000_000_000, 1_234_567_891) },
  });
  expect(folded((g) => binary(g, "Less", binary(g, "Add", a(g), b(g)), integer(0)(g)))).toMatchObject({
    data: { fill: 1 },
  });
  expect(
    folded((g) => binary(g, "Equal", g.fill(0.1), g.constant(Float32Array.of(0.1), [], "float32"))),
  ).toMatchObject({ data: { fill: 1 } });
});

test("what depends on an input stays", () => {
  expect(rewrite(foldConstants, [[2]], (g, x) => binary(g, "Add", x, g.fill(1))).ops).toEqual(["Add"]);
});
