import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkLines } from "../commands/doctor.js";
import { openStore } from "../store/openStore.js";
import { checkData } from "./data.js";
import { checkCores, checkDisk, checkMemory, checkNode } from "./machine.js";
import { checkStore } from "./store.js";
import { checkTerminal } from "./terminal.js";
import { checkTraining, checkWebgpu } from "./training.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-doctor-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("the machine", () => {
  it("needs Node.js 20", () => {
    expect(checkNode()).toMatchObject({ status: "ok", found: process.versions.node });
    expect(checkNode("18.20.1")).toEqual({
      name: "Node.js",
      status: "fail",
      found: "18.20.1",
      advice: "install Node.js 20 or later",
    });
  });

  it("has cores, memory and disks", async () => {
    expect(checkCores().found).toMatch(/^\d+ threads? on \d+ cores, /);
    expect(checkMemory(64e9 * 64, 64e9 * 64).status).toBe("ok");
    expect(checkMemory(0.1e9, 8e9)).toMatchObject({ status: "warn", found: "0.1 GB free of 8.0 GB" });
    const here = await checkDisk("disk", join(directory, "not", "there", "yet"));
    expect(here.found).toMatch(/^\d+\.\d GB free for .*yet$/);
  });
});

describe("data", () => {
  const contents = Buffer.from("some records");
  const data = {
    title: "Some data",
    name: "some.bin",
    bytes: contents.length,
    integrity: `sha256-${createHash("sha256").update(contents).digest("base64")}`,
  } as const;

  it("are there, or damaged, or not there", async () => {
    expect(await checkData(data, directory)).toMatchObject({
      status: "warn",
      found: `not in ${directory}`,
      advice: "the first study that needs it fetches it",
    });
    await writeFile(join(directory, "some.bin"), "some recorts");
    expect((await checkData(data, directory)).found).toMatch(/some.bin is damaged$/);
    await writeFile(join(directory, "some.bin"), contents);
    expect((await checkData(data, directory)).status).toBe("ok");
  });
});

describe("the store", () => {
  it("is there, or will be made, or cannot be", async () => {
    const path = join(directory, "results", "studies.db");
    const before = await checkStore(path);
    expect(before).toMatchObject({ status: "ok" });
    expect(before.found).toMatch(/is not there yet, the first study makes it; SQLite 3\.\d+/);
    expect(existsSync(path)).toBe(false);
    await (await openStore(path)).close();
    expect((await checkStore(path)).found).toMatch(/studies.db with 0 studies; SQLite 3/);
    await writeFile(join(directory, "text.db"), "this is no database, however long it may be".repeat(100));
    expect(await checkStore(join(directory, "text.db"))).toMatchObject({
      status: "fail",
      advice: "name another file by --store or LEHR_STORE",
    });
  });

  it("does not answer, and its password stays unseen", async () => {
    const check = await checkStore("postgres://lehr:secret@127.0.0.1:1/studies");
    expect(check).toMatchObject({ status: "fail", advice: "is the server running, and is --store right?" });
    expect(check.found).toMatch(/^postgres:\/\/lehr:\*\*\*@127\.0\.0\.1:1\/studies: .*ECONNREFUSED/);
  });
});

describe("the terminal", () => {
  it("is told as it is", () => {
    const screen = { isTTY: true, columns: 120, getColorDepth: () => 8 };
    expect(checkTerminal(screen, {}).found).toBe("120 columns, 256 colours");
    expect(checkTerminal(screen, { NO_COLOR: "1" }).found).toBe("120 columns, no colours (NO_COLOR)");
    expect(checkTerminal(screen, { TERM: "dumb" }).found).toBe("TERM=dumb: plain lines are written");
    expect(checkTerminal({}, {}).found).toBe("none: plain lines are written");
  });
});

describe("training", () => {
  it("works here, on the processor", async () => {
    const check = await checkTraining(50);
    expect(check.status).toBe("ok");
    expect(Number.parseInt(check.found, 10)).toBeGreaterThan(10);
  });

  it("works on a graphics processor, or says why not", async () => {
    const { status, found, advice } = await checkWebgpu(50);
    if (status === "ok") expect(Number.parseInt(found, 10)).toBeGreaterThan(10);
    else {
      expect(found).toMatch(/no graphics adapter was found/);
      expect(advice).toBe("training on the processor goes without");
    }
  });
});

describe("checkLines", () => {
  it("aligns, with what to do beneath", () => {
    const check = { name: "memory", status: "warn", found: "0.1 GB", advice: "close programs" } as const;
    expect(checkLines(check, false)).toEqual([
      "warn  memory       0.1 GB",
      "                   close programs",
    ]);
    expect(checkLines(check, true)[0]).toBe("\u001b[33mwarn\u001b[0m  memory       0.1 GB");
  });
});
