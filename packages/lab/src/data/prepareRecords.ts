import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileError } from "../fileErrors.js";
import { writeFileAtomically } from "../files.js";
import type { Archive } from "./archive.js";
import { download } from "./download.js";
import { integrityOf } from "./integrity.js";
import { withLock } from "./lock.js";
import type { LoadOptions } from "./progress.js";
import type { RecordFile } from "./recordFile.js";
import { readTarball } from "./tarball.js";
import { TransferError } from "./transferError.js";

/**
 * The contents of the record file, which is made first if it is not there or damaged: from the first archive
 * that can be had, beginning with those that already lie beside it (so that a user may put one there by
 * hand). One process at a time does this; others wait for it. The archive is removed afterwards: the records
 * hold all of it, and the cache would be nearly twice as large.
 *
 * @param archives asked for only when the record file has to be made.
 * @throws Error, in one line: no archive can be had, and why; the cache cannot be written, and why.
 */
export async function prepareRecords(
  file: RecordFile,
  archives: () => Promise<Archive[]>,
  options: LoadOptions = {},
): Promise<Buffer> {
  const { onProgress, signal } = options;
  const directory = dirname(file.path);
  try {
    const ready = await readIfRight(file);
    if (ready !== undefined) return ready;
    await mkdir(directory, { recursive: true });
    return await withLock(
      `${file.path}.lock`,
      async () => (await readIfRight(file)) ?? (await make(file, await archives(), options)),
      { ...(signal && { signal }), onWait: () => onProgress?.({ title: file.title, stage: "wait" }) },
    );
  } catch (error) {
    throw fileError(error, directory, "the environment variable LEHR_CACHE can name another directory");
  }
}

async function make(file: RecordFile, archives: Archive[], options: LoadOptions): Promise<Buffer> {
  const { onProgress, signal } = options;
  const directory = dirname(file.path);
  const pathOf = (archive: Archive): string => join(directory, basename(archive.remote.url));
  const here = await Promise.all(archives.map((archive) => exists(pathOf(archive))));
  const inOrder = [...archives.filter((_, i) => here[i]), ...archives.filter((_, i) => !here[i])];
  const failures: string[] = [];
  for (const archive of inOrder) {
    const path = pathOf(archive);
    const { url } = archive.remote;
    try {
      await download(archive.remote, path, {
        ...(signal && { signal }),
        onProgress: (done, total) => onProgress?.({ title: file.title, stage: "download", url, done, total }),
      });
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      failures.push(error.message);
      continue;
    }
    const records = await unpack(archive, path, file, options);
    await writeFileAtomically(file.path, records);
    await rm(path);
    for (const other of archives) await rm(`${pathOf(other)}.part`, { force: true });
    return records;
  }
  const names = archives.map((archive) => basename(archive.remote.url)).join(" or ");
  throw new Error(
    `cannot fetch ${file.title}: ${[...failures, `${names} put into ${directory} by hand will do`].join("; ")}`,
  );
}

async function unpack(
  archive: Archive,
  path: string,
  { title, bytes, integrity }: RecordFile,
  { onProgress, signal }: LoadOptions,
): Promise<Buffer> {
  const records = Buffer.alloc(bytes);
  const total = archive.files;
  let done = 0;
  onProgress?.({ title, stage: "unpack", done, total });
  await readTarball(path, (name, contents) => {
    signal?.throwIfAborted();
    if (archive.place(name, contents, records)) onProgress?.({ title, stage: "unpack", done: ++done, total });
  });
  const found = integrityOf(records, integrity);
  if (found !== integrity) {
    throw new Error(`${path} unpacked to other data than expected: expected ${integrity}, found ${found}`);
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
