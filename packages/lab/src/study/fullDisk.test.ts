import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lehr, smallStudy, startLehr, untilRunning, writeTable } from "./testing/command.js";
import { haveSmallDisks, mountSmallDisk, type SmallDisk, smallDiskOrWhyNot } from "./testing/smallDisk.js";

describe.skipIf(!haveSmallDisks)(`a study on ${smallDiskOrWhyNot}`, () => {
  let directory: string;
  let study: string[];
  let disk: SmallDisk;
  let disks = 0;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "lehr-full-"));
    await writeTable(join(directory, "table.csv"));
    study = [...smallStudy(join(directory, "table.csv")), "--batch-size", "16"];
  });
  beforeEach(() => {
    disk = mountSmallDisk(join(directory, `disk ${disks++}`), 16);
  });
  afterEach(() => disk.remove());
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const onRoomyDisk = (name: string) => join(directory, name);
  const resultsIn = (out: string) => readFile(join(out, "results.json"), "utf8");

  test("waits while the disk of its store is full, and goes on when there is room", async () => {
    const [out, place] = [onRoomyDisk("waited"), join(disk.path, "studies.db")];
    const waiting = startLehr([...study, "--out", out, "--store", place]);
    await untilRunning(place);
    disk.fill(0);
    await expect
      .poll(waiting.stderr, { timeout: 120_000 })
      .toContain("the store does not answer (database or disk is full); waiting for it");
    await pause(2000);
    disk.clear();
    const { code, stderr } = await waiting.ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("the store answers again");
    expect(stderr).not.toContain("ended");
  }, 300_000);

  test("loses nothing where its report has no room, and writes it when there is", async () => {
    const out = join(disk.path, "out");
    const args = [...study, "--out", out, "--store", onRoomyDisk("studies.db")];
    disk.fill(20_000);
    const cramped = await lehr(args);
    expect(cramped.code, cramped.stderr).toBe(1);
    expect(cramped.stderr).toMatch(
      /\nlehr: cannot read or write .*out: the disk is full; make room, or choose another --out, and run again\n$/,
    );
    expect((await readdir(out)).filter((file) => file.endsWith(".tmp"))).toEqual([]);
    disk.clear();
    const again = await lehr(args);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain("4 of 4 trials are done already");
    expect(await readdir(out)).toContain("report.html");
    // Neither full disk has changed what was found.
    expect(await resultsIn(out)).toBe(await resultsIn(onRoomyDisk("waited")));
  }, 300_000);
});
