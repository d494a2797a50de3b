import { expect, test } from "vitest";
import { binary, unary } from "../ops/elementwise.js";
import { concat, slice } from "../ops/shape.js";
import { concatFirst } from "./concatFirst.js";
import { opsAfter } from "./rules.test.helper.js";

const SHAPES = [[2], [3], [2], [3]];

test("products of vectors laid end to end are one product", () => {
  const ops = opsAfter(concatFirst, SHAPES, (g, a, b, c, d) =>
    concat(g, [binary(g, "Mul", a, c!), binary(g, "Mul", b!, d!)], 0),
  );
  expect(ops).toEqual(["Concat", "Concat", "Mul"]);
});

test.each(["Add", "Sub", "Mul", "Div"])("%s of numbers, the same or not, and on either side", (op) => {
  for (const [one, two] of [
    [0.9, 0.9],
    [0.1, 0.25],
  ] as const) {
    const right = opsAfter(concatFirst, SHAPES, (g, a, b) =>
      concat(g, [binary(g, op, a, g.fill(one)), binary(g, op, b!, g.fill(two, [3]))], 0),
    );
    const left = opsAfter(concatFirst, SHAPES, (g, a, b) =>
      concat(g, [binary(g, op, g.fill(one, [2]), a), binary(g, op, g.fill(two), b!)], 0),
    );
    for (const ops of [right, left]) expect(ops).toEqual(["Concat", op]);
  }
});

test("a running mean of many vectors takes as many operators as one of a single vector", () => {
  const ops = opsAfter(concatFirst, SHAPES, (g, a, b, c, d) => {
    const moved = (before: typeof a, seen: typeof a) =>
      binary(g, "Add", binary(g, "Mul", before, g.fill(0.9)), binary(g, "Mul", g.fill(0.1), seen));
    return concat(g, [moved(a, c!), moved(b!, d!)], 0);
  });
  expect(ops.sort()).toEqual(["Add", "Concat", "Concat", "Mul", "Mul"]);
});

test("different operators, constants beside vectors, vectors read elsewhere and matrices stay", () => {
  const different = opsAfter(concatFirst, SHAPES, (g, a, b, c, d) =>
    concat(g, [binary(g, "Mul", a, c!), binary(g, "Add", b!, d!)], 0),
  );
  const mixed = opsAfter(concatFirst, SHAPES, (g, a, b, c) =>
    concat(g, [binary(g, "Mul", a, c!), binary(g, "Mul", b!, g.fill(2))], 0),
  );
  const broadcast = opsAfter(concatFirst, [[2], [3], [1], [1]], (g, a, b, c, d) =>
    concat(g, [binary(g, "Mul", a, c!), binary(g, "Mul", b!, d!)], 0),
  );
  const read = opsAfter(concatFirst, SHAPES, (g, a, b, c, d) => {
    const product = binary(g, "Mul", a, c!);
    return concat(g, [concat(g, [product, binary(g, "Mul", b!, d!)], 0), unary(g, "Exp", product)], 0);
  });
  const matrices = opsAfter(
    concatFirst,
    [
      [2, 2],
      [3, 2],
    ],
    (g, a, b) => concat(g, [binary(g, "Mul", a, a), binary(g, "Mul", b!, b!)], 0),
  );
  const slices = opsAfter(concatFirst, SHAPES, (g, a, b) =>
    concat(g, [slice(g, a, [1], [2]), slice(g, b!, [0], [2])], 0),
  );
  for (const ops of [different, mixed, broadcast, read, matrices, slices])
    expect(ops.indexOf("Concat")).toBeGreaterThanOrEqual(2);
});
