import { expect, test } from "vitest";
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

test("what depends on an input stays", () => {
  expect(rewrite(foldConstants, [[2]], (g, x) => binary(g, "Add", x, g.fill(1))).ops).toEqual(["Add"]);
});
