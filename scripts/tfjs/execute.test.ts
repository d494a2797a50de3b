import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exclusionOfSpec } from "./exclusions.mjs";
import { execute } from "./execute.mjs";

test("files that share a process keep their specs apart, also specs of one name", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lehr-tfjs-"));
  const fileWith = (name: string, program: string) => {
    const path = join(folder, name);
    writeFileSync(path, program);
    return path;
  };
  const setup = fileWith("setup.mjs", "");
  const files = ["true", "false"].map((right, i) =>
    fileWith(
      `${i}.mjs`,
      `describe("max", () => describe("of", () => it("NaNs", () => expect(${right}).toBe(true))));`,
    ),
  );
  const { specs, crash } = await execute(setup, files);
  expect(crash).toBeUndefined();
  expect(specs).toMatchObject([
    { name: "max of NaNs", file: files[0], status: "passed" },
    { name: "max of NaNs", file: files[1], status: "failed" },
  ]);
  rmSync(folder, { recursive: true });
});

test("what one file excludes counts in another", () => {
  expect(exclusionOfSpec("ops/max_test.js", "max propagates NaNs")).toMatch("leaves open");
  expect(exclusionOfSpec("ops/relu_test.js", "relu propagates NaNs")).toBeUndefined();
  expect(exclusionOfSpec("ops/concat_test.js", "concat of strings")).toBe("strings");
  expect(exclusionOfSpec("ops/mat_mul_test.js", "matmul of strings")).toBeUndefined();
});
