import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readTarball } from "./tarball.js";

let directory: string;
let archive: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-tarball-"));
  archive = join(directory, "archive.tgz");
  await mkdir(join(directory, "data"));
  await writeFile(join(directory, "data", "a.txt"), "first");
  await writeFile(join(directory, "data", "b.bin"), Buffer.alloc(200_000, 7));
  await create({ gzip: true, cwd: directory, file: archive }, ["data"]);
});

afterEach(() => rm(directory, { recursive: true, force: true }));

it("hands over every file, whole", async () => {
  const files = new Map<string, Buffer>();
  await readTarball(archive, (name, contents) => files.set(name, contents));
  expect([...files.keys()].sort()).toEqual(["data/a.txt", "data/b.bin"]);
  expect(files.get("data/a.txt")?.toString()).toBe("first");
  expect(files.get("data/b.bin")?.equals(Buffer.alloc(200_000, 7))).toBe(true);
});

it("passes on the visitor's error and calls it no more", async () => {
  let visits = 0;
  const visit = (): never => {
    visits++;
    throw new Error("not this");
  };
  await expect(readTarball(archive, visit)).rejects.toThrow("not this");
  expect(visits).toBe(1);
});

it("fails on a damaged archive", async () => {
  const whole = await readFile(archive);
  await writeFile(archive, whole.subarray(0, whole.length >> 1));
  await expect(readTarball(archive, () => undefined)).rejects.toThrow();
  await writeFile(archive, "no archive at all");
  await expect(readTarball(archive, () => undefined)).rejects.toThrow();
});
