import { open, rename, rm, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { type Integrity, integrityOfFile } from "./integrity.js";
import { openBody } from "./openBody.js";
import { TransferError } from "./transferError.js";

/** A file on the web, and how to know that it is the right one. */
export interface RemoteFile {
  url: string;
  /** Size in bytes. */
  bytes: number;
  integrity: Integrity;
}

export interface DownloadOptions {
  /** Called as bytes arrive: how many are on disk, and how many there will be. */
  onProgress?: (bytes: number, total: number) => void;
  /** Aborting ends the download with the signal's reason; what has arrived stays for the next one. */
  signal?: AbortSignal;
  /** Give up waiting when no byte has arrived for so many milliseconds. Default 30,000. */
  stallTimeout?: number;
  /** How many attempts in a row may fail without bringing new bytes. Default 4. */
  attempts?: number;
  /** The wait before the second attempt in milliseconds; it doubles from each attempt to the next. Default 1,000. */
  pause?: number;
}

/**
 * Brings a remote file to `path`, whose directory exists. If a file with the right content is there already,
 * nothing is fetched, so that it works offline. The bytes go to `path.part`, which a later call resumes after
 * an interruption (by an HTTP range request; from the start if the server has no ranges). Size and hash are
 * checked as the last step before the file takes its name, so that `path` never holds a part or a wrong file.
 * The caller keeps other processes away, for instance with `withLock`.
 *
 * @throws TransferError, in one line with the URL, if it cannot be reached, answers with an error, or its
 * content is not the expected one (what arrived is then deleted); the system's error if the disk cannot be
 * written; the signal's reason if it aborts.
 */
export async function download(file: RemoteFile, path: string, options: DownloadOptions = {}): Promise<void> {
  const { signal } = options;
  signal?.throwIfAborted();
  if ((await mismatch(file, path, signal)) === undefined) return;

  const part = `${path}.part`;
  if ((await sizeOf(part)) > file.bytes) await rm(part);
  const resumed = (await sizeOf(part)) > 0;
  let wrong = await fetchAndCheck(file, part, options);
  // What was left of an older download may be to blame: once more without it.
  if (wrong !== undefined && resumed) wrong = await fetchAndCheck(file, part, options);
  if (wrong !== undefined) {
    throw new TransferError(
      `${file.url} is not the expected file: ${wrong}; the download was deleted`,
      false,
    );
  }
  await rename(part, path);
}

/** Completes `part`; if the result is not the expected file, deletes it and returns the difference in words. */
async function fetchAndCheck(
  file: RemoteFile,
  part: string,
  options: DownloadOptions,
): Promise<string | undefined> {
  await fetchWithRetries(file, part, options);
  const wrong = await mismatch(file, part, options.signal);
  if (wrong !== undefined) await rm(part, { force: true });
  return wrong;
}

/** What distinguishes the file at `path` from the expected one, in words; undefined if nothing does. */
async function mismatch(
  { bytes, integrity }: RemoteFile,
  path: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const size = await sizeOf(path);
  if (size !== bytes) return `expected ${bytes} bytes, found ${size}`;
  const found = await integrityOfFile(path, integrity, signal);
  return found === integrity ? undefined : `expected ${integrity}, found ${found}`;
}

/**
 * Fetches until `part` is as long as expected, or longer, or the server says that there is no more: the check
 * that follows tells these apart.
 */
async function fetchWithRetries(file: RemoteFile, part: string, options: DownloadOptions): Promise<void> {
  const { attempts = 4, pause: firstPause = 1000, signal } = options;
  let most = await sizeOf(part);
  let failures = 0;
  while ((await sizeOf(part)) < file.bytes) {
    try {
      await fetchRest(file, part, options);
      return;
    } catch (error) {
      if (!(error instanceof TransferError && error.transient)) throw error;
      const size = await sizeOf(part);
      failures = size > most ? 1 : failures + 1;
      most = Math.max(most, size);
      if (failures >= attempts) throw error;
    }
    await wait(firstPause * 2 ** (failures - 1), signal);
  }
}

/**
 * One request, whose content is appended to `part`.
 *
 * @throws TransferError if the server's file is of another size than expected, or the transfer breaks.
 */
async function fetchRest(file: RemoteFile, part: string, options: DownloadOptions): Promise<void> {
  const { onProgress, signal, stallTimeout = 30_000 } = options;
  // Opened before the request: a disk that cannot be written costs no traffic.
  const output = await open(part, "a");
  try {
    const { size } = await output.stat();
    const body = await openBody(file.url, { offset: size, stallTimeout, ...(signal && { signal }) });
    try {
      if (body.total !== null && body.total !== file.bytes) {
        await output.truncate(0);
        throw new TransferError(
          `${file.url} is not the expected file: expected ${file.bytes} bytes, found ${body.total}`,
          false,
        );
      }
      if (body.offset < size) await output.truncate(body.offset);
      let bytes = body.offset;
      onProgress?.(bytes, file.bytes);
      for await (const chunk of body.chunks) {
        await output.appendFile(chunk);
        bytes += chunk.length;
        // A longer file is a wrong one, whatever else it holds.
        if (bytes > file.bytes) return;
        onProgress?.(bytes, file.bytes);
      }
    } finally {
      body.close();
    }
  } finally {
    await output.close();
    if ((await sizeOf(part)) === 0) await rm(part, { force: true });
  }
}

async function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, undefined, signal && { signal });
  } catch {
    signal?.throwIfAborted();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
}
