import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** What each package may use of ours. The linter refuses an import that a package.json does not list. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  lehr: [],
  engine: ["lehr"],
  lab: ["@lehr/engine", "lehr"],
};

it.each(Object.entries(arrows))("%s uses nothing of ours but %j", (name, allowed) => {
  const path = new URL(`../packages/${name}/package.json`, import.meta.url);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(path, "utf8"));
  const used = Object.keys({ ...dependencies, ...peerDependencies });
  const ours = used.filter((one) => one === "lehr" || one.startsWith("@lehr/"));
  expect(ours.sort()).toEqual([...allowed].sort());
});

it("lehr uses nothing of anyone's", () => {
  const manifest = JSON.parse(
    readFileSync(new URL("../packages/lehr/package.json", import.meta.url), "utf8"),
  );
  expect(manifest.dependencies).toBeUndefined();
  expect(manifest.peerDependencies).toBeUndefined();
});
