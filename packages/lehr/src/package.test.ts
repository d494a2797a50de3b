import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { bundle } from "./testing/bundle.js";

const manifest = JSON.parse(
  readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8"),
) as Record<string, unknown>;

describe("the package", () => {
  it("depends on nothing", () => {
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies"]) {
      expect(manifest).not.toHaveProperty(kind);
    }
  });

  it("bundles adamw and cosine to under 6 kB, compressed", async () => {
    const code = await bundle('export { adamw, cosine } from "lehr";');
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(6000);
  });

  it("leaves out of a bundle what is not imported", async () => {
    const code = await bundle('export { cosine } from "lehr";');
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(1000);
    for (const name of ["adamw", "oneCycle", "secondMoment", "safetensors"]) expect(code).not.toContain(name);
  });
});

describe("the package as npm packs it", () => {
  const folder = mkdtempSync(join(tmpdir(), "lehr-package-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

  /** Builds, packs and unpacks the package. @returns the files in it. */
  function install(into: string): string[] {
    const own = fileURLToPath(new URL("..", import.meta.url));
    const copy = join(folder, "copy");
    cpSync(own, copy, { recursive: true, filter: (path) => !["dist", "testdata"].includes(basename(path)) });
    const quick = { noCheck: true, sourceMap: false, declarationMap: false, composite: false };
    const overrides = { ...quick, outDir: join(copy, "dist") };
    const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
    const config = ts.getParsedCommandLineOfConfigFile(join(own, "tsconfig.json"), overrides, host)!;
    ts.createProgram(config.fileNames, config.options).emit();
    const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
      cwd: copy,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
    mkdirSync(into, { recursive: true });
    execFileSync("tar", ["-xzf", join(folder, filename), "--strip-components=1", "-C", into]);
    return files.map(({ path }) => path);
  }

  it("is imported and checked by its names", () => {
    const files = install(join(folder, "node_modules", "lehr"));
    expect(files).toEqual(expect.arrayContaining(["dist/index.js", "dist/torch/index.d.ts", "src/index.ts"]));
    expect(files.filter((path) => /test|tsbuildinfo/.test(path))).toEqual([]);
    const source = join(folder, "program.mts");
    writeFileSync(
      source,
      `import { adamw, type BoundOptimizer } from "lehr"; import { optim } from "lehr/torch";
      const bound: BoundOptimizer<{ w: Float32Array }> = adamw().bind({ w: Float32Array.of(1) });
      export const found = [bound.updates, new optim.SGD([bound.params.w]).paramGroups[0]!.lr];`,
    );
    const options = { module: ts.ModuleKind.NodeNext, lib: ["lib.es2022.d.ts"], types: [], strict: true };
    const program = ts.createProgram([source], { ...options, target: ts.ScriptTarget.ES2022 });
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
    program.emit();
    const print = 'import { found } from "./program.mjs"; console.log(...found);';
    const node = ["--input-type=module", "--eval", print];
    expect(execFileSync(process.execPath, node, { cwd: folder, encoding: "utf8" })).toBe("0 0.001\n");
  }, 120_000);
});
