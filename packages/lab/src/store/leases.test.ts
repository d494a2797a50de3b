import { execFileSync, spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { isOrphan, workerName } from "./leases.js";

const { pid: gone } = spawnSync(process.execPath, ["--version"]);

it("knows a worker of this host that is no more", () => {
  expect(isOrphan(workerName(gone))).toBe(true);
  expect(isOrphan(workerName())).toBe(false);
});

it("does not judge the process of another host, nor of a container that is called like this one", () => {
  expect(isOrphan(`elsewhere:${gone}`)).toBe(false);
  expect(isOrphan(`${hostname()}/00000000:${gone}`)).toBe(false);
});

/** A container, as far as processes are concerned. */
const container = ["unshare", "--pid", "--fork"];

it.skipIf(spawnSync("unshare", ["--pid", "--fork", "true"]).status !== 0)(
  "calls workers in containers differently",
  () => {
    const module = fileURLToPath(new URL("../../dist/store/leases.js", import.meta.url));
    const script = `import("${module}").then(({ workerName }) => console.log(workerName(7)))`;
    const [file, ...args] = [...container, process.execPath, "-e", script];
    const name = execFileSync(file!, args, { encoding: "utf8" }).trim();
    expect(name).toMatch(new RegExp(`^${hostname()}/\\w{8}:7$`));
    expect(name).not.toBe(workerName(7));
    expect(isOrphan(name)).toBe(false);
  },
);
