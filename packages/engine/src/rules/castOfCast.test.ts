import { expect, test } from "vitest";
import { cast, unary } from "../ops/elementwise.js";
import { castOfCast } from "./castOfCast.js";
import { opsAfter, rewrite } from "./rules.test.helper.js";

test("a cast by way of a type that holds every value is one cast", () => {
  const { ops, nodes } = rewrite(castOfCast, [[3]], (g, x) =>
    cast(g, cast(g, unary(g, "IsNaN", x), "int32"), "float32"),
  );
  expect(ops).toEqual(["IsNaN", "Cast"]);
  expect(nodes.at(-1)!.attributes).toEqual({ to: "float32" });
});

test("a cast that rounds stays", () => {
  expect(opsAfter(castOfCast, [[3]], (g, x) => cast(g, cast(g, x, "int32"), "float32"))).toEqual([
    "Cast",
    "Cast",
  ]);
});
