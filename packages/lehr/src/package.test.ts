import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
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
