import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { host } from "../host.js";
import { withLock } from "./lock.js";

// Some are slow to remove what they have looked at.
vi.mock(import("node:fs/promises"), async (original) => {
  const files = await original();
  return {
    ...files,
    rm: async (...given) => {
      await pause(20 * Math.random());
      return files.rm(...given);
    },
  };
});

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-lock-"));
  path = join(directory, "lock");
});

afterEach(() => rm(directory, { recursive: true, force: true }));

it("lets in one at a time", async () => {
  let inside = 0;
  let waits = 0;
  const enter = (): Promise<number> =>
    withLock(
      path,
      async () => {
        expect(++inside).toBe(1);
        await pause(20);
        return inside--;
      },
      { onWait: () => waits++ },
    );
  expect(await Promise.all([enter(), enter(), enter()])).toEqual([1, 1, 1]);
  expect(waits).toBe(2);
  expect(await readdir(directory)).toEqual([]);
});

it("is released by a failure, which it passes on", async () => {
  await expect(withLock(path, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await readdir(directory)).toEqual([]);
});

it("takes over at once from a process that died", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  await writeFile(path, JSON.stringify({ host, process: pid }));
  expect(await withLock(path, async () => "in")).toBe("in");
});

it("lets in one at a time also of many that find it abandoned", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  let inside = 0;
  let most = 0;
  const enter = () =>
    withLock(path, async () => {
      most = Math.max(most, ++inside);
      await pause(20);
      inside--;
    });
  await writeFile(path, JSON.stringify({ host, process: pid }));
  await Promise.all(Array.from({ length: 6 }, enter));
  expect(most).toBe(1);
  expect(await readdir(directory)).toEqual([]);
});

it("waits for another machine's process, until it gave no sign for a minute", async () => {
  await writeFile(path, JSON.stringify({ host: `not-${host}`, process: 1 }));
  const entered = withLock(path, async () => "in");
  expect(await Promise.race([entered, pause(500, "waiting")])).toBe("waiting");
  const before = new Date(Date.now() - 61_000);
  await utimes(path, before, before);
  expect(await entered).toBe("in");
});

it("stops waiting when aborted", async () => {
  await writeFile(path, JSON.stringify({ host, process: process.pid }));
  const stop = new AbortController();
  const onWait = (): void => stop.abort(new Error("stopped"));
  await expect(withLock(path, async () => "in", { signal: stop.signal, onWait })).rejects.toThrow("stopped");
});
