import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileError } from "../../fileErrors.js";
import { writeFileAtomically } from "../../files.js";
import { download } from "../download.js";
import { integrityOf } from "../integrity.js";
import { withLock } from "../lock.js";
import { readTarball } from "../tarball.js";
import { TransferError } from "../transferError.js";
import { batchFiles, type RecordFile } from "./layout.js";
import type { Cifar10Source } from "./source.js";

/** What the preparation is doing: waiting for another process that does it, or how far it is itself. */
export type PrepareProgress =
  | { stage: "wait" }
  /** `done` and `total` in bytes. */
  | { stage: "download"; url: string; done: number; total: number }
  /** `done` and `total` in files of the archive. */
  | { stage: "unpack"; done: number; total: number };

export interface PrepareOptions {
  onProgress?: (progress: PrepareProgress) => void;
  /** Aborting ends the preparation with the signal's reason; what has been downloaded stays for the next one. */
  signal?: AbortSignal;
}

/**
 * The contents of the record file, which is made first if it is not there or damaged: from the first source
 * that can be had, beginning with archives that already lie beside it (so that a user may put one there by
 * hand). One process at a time does this; others wait for it. The archive is removed afterwards: the records
 * hold all of it, and the cache would be nearly twice as large.
 *
 * @param sources asked for only when the record file has to be made.
 * @throws Error, in one line: no source can be had, and why; the cache cannot be written, and why.
 */
export async function prepareRecords(
  file: RecordFile,
  sources: () => Promise<Cifar10Source[]>,
  options: PrepareOptions = {},
): Promise<Buffer> {
  const { onProgress, signal } = options;
  const directory = dirname(file.path);
  try {
    const ready = await readIfRight(file);
    if (ready !== undefined) return ready;
    await mkdir(directory, { recursive: true });
    return await withLock(
      `${file.path}.lock`,
      async () => (await readIfRight(file)) ?? (await make(file, await sources(), options)),
      { ...(signal && { signal }), onWait: () => onProgress?.({ stage: "wait" }) },
    );
  } catch (error) {
    throw fileError(error, directory, "the environment variable LEHR_CACHE can name another directory");
  }
}

async function make(file: RecordFile, sources: Cifar10Source[], options: PrepareOptions): Promise<Buffer> {
  const { onProgress, signal } = options;
  const directory = dirname(file.path);
  const archiveOf = (source: Cifar10Source): string => join(directory, basename(source.remote.url));
  const here = await Promise.all(sources.map((source) => exists(archiveOf(source))));
  const inOrder = [...sources.filter((_, i) => here[i]), ...sources.filter((_, i) => !here[i])];
  const failures: string[] = [];
  for (const source of inOrder) {
    const archive = archiveOf(source);
    const { url } = source.remote;
    try {
      await download(source.remote, archive, {
        ...(signal && { signal }),
        onProgress: (done, total) => onProgress?.({ stage: "download", url, done, total }),
      });
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      failures.push(error.message);
      continue;
    }
    const records = await unpack(source, archive, file, options);
    await writeFileAtomically(file.path, records);
    await rm(archive);
    for (const other of sources) await rm(`${archiveOf(other)}.part`, { force: true });
    return records;
  }
  const names = sources.map((source) => basename(source.remote.url)).join(" or ");
  throw new Error(
    `cannot fetch CIFAR-10: ${[...failures, `${names} put into ${directory} by hand will do`].join("; ")}`,
  );
}

async function unpack(
  source: Cifar10Source,
  archive: string,
  file: RecordFile,
  { onProgress, signal }: PrepareOptions,
): Promise<Buffer> {
  const records = Buffer.alloc(file.bytes);
  let done = 0;
  onProgress?.({ stage: "unpack", done, total: batchFiles });
  await readTarball(archive, (name, contents) => {
    signal?.throwIfAborted();
    source.place(name, contents, records);
    if (/_batch(_\d)?\.(bin|png)$/.test(name))
      onProgress?.({ stage: "unpack", done: ++done, total: batchFiles });
  });
  const found = integrityOf(records, file.integrity);
  if (found !== file.integrity) {
    throw new Error(
      `${archive} unpacked to other data than expected: expected ${file.integrity}, found ${found}`,
    );
  }
  return records;
}

async function readIfRight({ path, bytes, integrity }: RecordFile): Promise<Buffer | undefined> {
  try {
    if ((await stat(path)).size !== bytes) return undefined;
    const records = await readFile(path);
    return integrityOf(records, integrity) === integrity ? records : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
