import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL(".", import.meta.url));

/** The packages that these modules load at once, with all that they import; what they import later is left out. */
async function packagesLoadedBy(modules: readonly string[]): Promise<Set<string>> {
  const { metafile } = await build({
    absWorkingDir: source,
    entryPoints: [...modules],
    outdir: "out",
    write: false,
    metafile: true,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
  const packages = new Set<string>();
  const seen = new Set(modules);
  // A set goes on to what is added to it on the way.
  for (const module of seen) {
    for (const { path, kind, external } of metafile.inputs[module]!.imports) {
      if (kind !== "import-statement" || path.startsWith("node:")) continue;
      (external ? packages : seen).add(path);
    }
  }
  return packages;
}

test.each([
  ["lehr --help", []],
  ["lehr study list", ["commands/studyLines.ts", "store/sqlite.ts"]],
  ["the completion of a shell", ["completion/commandTree.ts", "completion/bash.ts"]],
])("%s waits neither for what draws nor for what trains", async (_, later) => {
  const loaded = await packagesLoadedBy(["cli.ts", ...later]);
  expect(loaded).toContain("commander");
  for (const heavy of [/^@observablehq/, /^linkedom/, /^@resvg/, /^@tensorflow/, /^@lehr\/engine/, /^pg/]) {
    expect([...loaded].filter((name) => heavy.test(name))).toEqual([]);
  }
});
