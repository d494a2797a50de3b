import { expect, test } from "vitest";
import { binary } from "../ops/elementwise.js";
import { opsAfter, rewrite } from "./rules.test.helper.js";
import { scaleOfScale } from "./scaleOfScale.js";

test("two factors smaller than the tensor are multiplied first", () => {
  const { nodes } = rewrite(scaleOfScale, [[8, 3], [3], [3]], (g, x, a, b) =>
    binary(g, "Mul", binary(g, "Mul", x, a), b),
  );
  expect(nodes.map((node) => node.outputs[0]!.shape)).toEqual([[3], [8, 3]]);
});

test("factors that together span the tensor stay apart", () => {
  const { nodes } = rewrite(scaleOfScale, [[8, 3], [8, 1], [3]], (g, x, a, b) =>
    binary(g, "Mul", binary(g, "Mul", x, a), b),
  );
  expect(nodes.map((node) => node.outputs[0]!.shape)).toEqual([
    [8, 3],
    [8, 3],
  ]);
});

test.each([
  [[8, 3], [3], [1, 1, 1]],
  [
    [8, 3],
    [1, 1, 3],
    [1, 3],
  ],
  [[1, 8, 3], [3], []],
  [[8, 3], [1, 1, 8, 1], [3]],
])("shapes %j, %j and %j: a factor may be of a higher rank", (x, a, b) => {
  const { output } = rewrite(scaleOfScale, [x, a, b], (g, x, a, b) =>
    binary(g, "Mul", b, binary(g, "Mul", a, x)),
  );
  expect(output.shape.length).toBe(Math.max(x.length, a.length, b.length));
});

test.each([
  [1e-25, 1e-25],
  [1e25, 1e25],
])("constants %d and %d, of which float32 cannot hold the product, stay apart", (a, b) => {
  const scaled = opsAfter(scaleOfScale, [[4]], (g, x) =>
    binary(g, "Mul", binary(g, "Mul", x, g.fill(a)), g.fill(b)),
  );
  const larger = opsAfter(scaleOfScale, [[4]], (g, x) => {
    const between = binary(g, "Div", x, g.fill(a));
    return binary(g, "Mul", binary(g, "Mul", between, g.fill(a)), g.fill(b));
  });
  expect([scaled, larger]).toEqual([
    ["Mul", "Mul"],
    ["Div", "Mul", "Mul"],
  ]);
});
