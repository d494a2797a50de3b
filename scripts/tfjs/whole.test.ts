import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bundle } from "./bundle.mjs";
import { exclusionOfSpec } from "./exclusions.mjs";
import { execute } from "./execute.mjs";

const files: string[] = JSON.parse(readFileSync(new URL("whole.json", import.meta.url), "utf8"));

test("TensorFlow.js' own test files that passed whole pass whole", { timeout: 240_000 }, async () => {
  const { setup, pathOf } = await bundle(files);
  const halves = [0, 1].map((half) => files.filter((_, i) => i % 2 === half).map(pathOf));
  const runs = await Promise.all(halves.map((half) => execute(setup, half)));
  expect(runs.map(({ crash }) => crash)).toEqual([undefined, undefined]);
  const specs = runs.flatMap((run) => run.specs);
  expect(specs.length).toBeGreaterThan(1000);
  const fileAt = new Map(files.map((file) => [pathOf(file), file]));
  const failed = specs
    .filter(({ status }) => status === "failed")
    .map(({ file, ...spec }) => ({ ...spec, file: fileAt.get(file)! }));
  expect(failed.filter(({ file, name }) => exclusionOfSpec(file, name) === undefined)).toEqual([]);
});
