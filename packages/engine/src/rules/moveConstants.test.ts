import { expect, test } from "vitest";
import { expand, reshape, transpose } from "../ops/shape.js";
import { moveConstants } from "./moveConstants.js";
import { rewrite } from "./rules.test.helper.js";

test("a constant that is the same everywhere only changes its shape", () => {
  const { ops, output } = rewrite(moveConstants, [], (g) =>
    expand(g, transpose(g, reshape(g, g.fill(2, [6]), [2, 3]), [1, 0]), [4, 3, 2]),
  );
  expect(ops).toEqual([]);
  expect(output.shape).toEqual([4, 3, 2]);
});
