import { expect, test } from "vitest";
import { expand, transpose } from "../ops/shape.js";
import { expandLast } from "./expandLast.js";
import { rewrite } from "./rules.test.helper.js";

test("axes move before the broadcast", () => {
  const { nodes, output } = rewrite(expandLast, [[5, 3]], (g, x) =>
    transpose(g, expand(g, x, [7, 5, 3]), [2, 0, 1]),
  );
  expect(nodes.map((node) => node.op)).toEqual(["Reshape", "Transpose", "Expand"]);
  expect(nodes[1]!.outputs[0]!.shape).toEqual([3, 1, 5]);
  expect(output.shape).toEqual([3, 7, 5]);
});
