import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DownloadOptions, download, type RemoteFile } from "./download.js";
import {
  type FileServer,
  type Responder,
  sendAndCut,
  sendWithRanges,
  startServer,
} from "./fileServer.test.helper.js";
import { integrityOf } from "./integrity.js";

const content = randomBytes(300_000);
const integrity = integrityOf(content, "sha512-");
const hurry: DownloadOptions = { pause: 1, stallTimeout: 300 };

let directory: string;
let path: string;
let server: FileServer | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-download-"));
  path = join(directory, "file");
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(directory, { recursive: true, force: true });
});

async function serve(respond: Responder): Promise<RemoteFile> {
  server = await startServer(respond);
  return { url: `${server.url}file`, bytes: content.length, integrity };
}

const whole: Responder = (request, response) => sendWithRanges(content, request, response);
const cut: Responder = (request, response, requests) =>
  requests === 1 ? sendAndCut(content, 100_000, request, response) : whole(request, response, requests);

/** A comparison without the difference in words, which would take seconds to find. */
async function expectContent(at: string): Promise<void> {
  expect((await readFile(at)).equals(content)).toBe(true);
}

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  const { message } = error as Error;
  expect(message).not.toContain("\n");
  return message;
}

describe("download", () => {
  it("brings the file and tells the progress", async () => {
    const progress: number[] = [];
    const onProgress = (bytes: number, total: number): void => {
      expect(total).toBe(content.length);
      progress.push(bytes);
    };
    await download(await serve(whole), path, { onProgress });
    await expectContent(path);
    expect(await readdir(directory)).toEqual(["file"]);
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(content.length);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it("asks nobody when the file is there", async () => {
    const file = await serve(whole);
    await writeFile(path, content);
    await download(file, path);
    expect(server?.ranges).toEqual([]);
  });

  it("replaces a file of other content", async () => {
    await writeFile(path, randomBytes(content.length));
    await download(await serve(whole), path);
    await expectContent(path);
  });

  it("goes on where the connection was cut", async () => {
    await download(await serve(cut), path, hurry);
    await expectContent(path);
    expect(server?.ranges).toEqual([undefined, "bytes=100000-"]);
  });

  it("goes on where an earlier call was cut off", async () => {
    const file = await serve(cut);
    await messageOf(download(file, path, { ...hurry, attempts: 1 }));
    expect(await readdir(directory)).toEqual(["file.part"]);
    await download(file, path);
    await expectContent(path);
    expect(server?.ranges).toEqual([undefined, "bytes=100000-"]);
  });

  it("starts again where the server has no ranges", async () => {
    const file = await serve((request, response, requests) =>
      requests === 1
        ? sendAndCut(content, 100_000, request, response)
        : response.writeHead(200, { "content-length": content.length }).end(content),
    );
    await download(file, path, hurry);
    await expectContent(path);
  });

  it("is patient as long as every attempt brings something", async () => {
    const file = await serve((request, response) => sendAndCut(content, 50_000, request, response));
    await download(file, path, { ...hurry, attempts: 2 });
    await expectContent(path);
    expect(server?.ranges.length).toBeGreaterThanOrEqual(6);
  });

  it("starts again when a leftover was not the beginning of this file", async () => {
    await writeFile(`${path}.part`, randomBytes(1000));
    await download(await serve(whole), path);
    await expectContent(path);
    expect(server?.ranges).toEqual(["bytes=1000-", undefined]);
  });

  it("does not fetch again what a leftover already holds whole, and drops one that is too long", async () => {
    const file = await serve(whole);
    await writeFile(`${path}.part`, content);
    await download(file, path);
    expect(server?.ranges).toEqual([]);
    await rm(path);
    await writeFile(`${path}.part`, Buffer.concat([content, content]));
    await download(file, path);
    await expectContent(path);
  });

  it("tells and deletes a corrupt file", async () => {
    const corrupt = Buffer.from(content);
    corrupt[12_345]! ^= 1;
    const file = await serve((request, response) => sendWithRanges(corrupt, request, response));
    const found = integrityOf(corrupt, integrity);
    expect(await messageOf(download(file, path, hurry))).toBe(
      `${file.url} is not the expected file: expected ${integrity}, found ${found}; the download was deleted`,
    );
    expect(await readdir(directory)).toEqual([]);
  });

  it("tells and deletes a truncated file, whether or not the server states its length", async () => {
    const short = content.subarray(0, 200_000);
    const stated = await serve((request, response) => sendWithRanges(short, request, response));
    expect(await messageOf(download(stated, path, hurry))).toBe(
      `${stated.url} is not the expected file: expected 300000 bytes, found 200000`,
    );
    expect(await readdir(directory)).toEqual([]);
    await server?.close();
    const unstated = await serve((_, response) => response.writeHead(200).end(short));
    expect(await messageOf(download(unstated, path, hurry))).toBe(
      `${unstated.url} is not the expected file: expected 300000 bytes, found 200000; the download was deleted`,
    );
    expect(await readdir(directory)).toEqual([]);
  });

  it("stops a file that is too long", async () => {
    const file = await serve((_, response) => {
      response.writeHead(200);
      response.write(content);
      response.write(content);
    });
    expect(await messageOf(download(file, path, { ...hurry, stallTimeout: 5000 }))).toContain(
      "expected 300000 bytes, found ",
    );
    expect(await readdir(directory)).toEqual([]);
  });

  it("lets go of the connection of a wrong file", async () => {
    let closed: Promise<unknown> | undefined;
    const file = await serve((_, response) => {
      closed = once(response, "close");
      response.writeHead(200, { "content-length": 400_000 }).write("a");
    });
    expect(await messageOf(download(file, path))).toContain("expected 300000 bytes, found 400000");
    await closed;
  });

  it("gives up on a server that falls silent, before or after the headers, and keeps what it has", async () => {
    const file = await serve((_, response, requests) => {
      if (requests > 1) return;
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000));
    });
    expect(await messageOf(download(file, path, { ...hurry, attempts: 2 }))).toBe(
      `${file.url} sent nothing for 0.3 s`,
    );
    expect(server?.ranges).toEqual([undefined, "bytes=1000-"]);
    expect(await readFile(`${path}.part`)).toEqual(content.subarray(0, 1000));
  });

  it("tries again after a server's fault, not after a refusal", async () => {
    const faulty = await serve((request, response, requests) =>
      requests < 3 ? response.writeHead(503).end() : whole(request, response, requests),
    );
    await download(faulty, path, hurry);
    expect(server?.ranges.length).toBe(3);
    await server?.close();
    await rm(path);
    const refusing = await serve((_, response) => response.writeHead(404).end());
    expect(await messageOf(download(refusing, path, hurry))).toBe(`${refusing.url} answered 404 Not Found`);
    expect(server?.ranges.length).toBe(1);
  });

  it("says what is wrong when nobody answers", async () => {
    const file = await serve(whole);
    await server?.close();
    expect(await messageOf(download(file, path, { ...hurry, attempts: 2 }))).toMatch(
      /^cannot load http:\/\/127\.0\.0\.1:\d+\/file: connect ECONNREFUSED/,
    );
  });

  it("is not fooled by a server that declares an archive's own compression", async () => {
    const file = await serve((_, response) =>
      response
        .writeHead(200, { "content-type": "application/gzip", "content-length": content.length })
        .end(content),
    );
    await download(file, path);
    await expectContent(path);
  });

  it("stops at once when aborted, and leaves what has arrived", async () => {
    const stop = new AbortController();
    const file = await serve((_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000));
    });
    const reason = new Error("stopped");
    const running = download(file, path, {
      signal: stop.signal,
      onProgress: (bytes) => {
        if (bytes > 0) stop.abort(reason);
      },
    });
    await expect(running).rejects.toBe(reason);
    expect(await readFile(`${path}.part`)).toEqual(content.subarray(0, 1000));
    await expect(download(file, path, { signal: stop.signal })).rejects.toBe(reason);
  });

  it("stops at once when aborted in a pause", async () => {
    const stop = new AbortController();
    const file = await serve((_, response) => {
      response.writeHead(503).end();
      setTimeout(() => stop.abort(new Error("stopped")), 50);
    });
    await expect(download(file, path, { signal: stop.signal, pause: 60_000 })).rejects.toThrow("stopped");
  });

  it.skipIf(process.platform !== "linux")("passes on that the disk is full", async () => {
    await symlink("/dev/full", `${path}.part`);
    await expect(download(await serve(whole), path)).rejects.toMatchObject({ code: "ENOSPC" });
  });
});
