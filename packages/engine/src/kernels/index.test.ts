import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Kernel } from "../trace/kernel.js";
import { kernels } from "./index.js";

test("every kernel belongs to a family that is tested over random shapes", async () => {
  const folder = new URL(".", import.meta.url);
  const files = readdirSync(folder);
  const sources = files
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(new URL(file, folder), "utf8"));
  // What a family's tests have to cover, `testKernels` says.
  const tested = new Set(
    sources.flatMap((source) => [...source.matchAll(/^testKernels\((\w+),/gm)].map(([, family]) => family!)),
  );
  const modules = await Promise.all(
    files
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>),
  );
  const covered = new Set(
    modules.flatMap((exported) => [...tested].flatMap((family) => (exported[family] ?? []) as Kernel[])),
  );
  expect(kernels.filter((kernel) => !covered.has(kernel)).map(({ name }) => name)).toEqual([]);
});
