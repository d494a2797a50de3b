import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A web server on this machine's loopback address. */
export interface FileServer {
  /** With a final slash. */
  url: string;
  /** The `Range` header of each request so far; undefined where there was none. */
  ranges: (string | undefined)[];
  close(): Promise<void>;
}

export type Responder = (request: IncomingMessage, response: ServerResponse, requests: number) => void;

/** Starts a server; `respond` is told how many requests there were, its own included. */
export async function startServer(respond: Responder): Promise<FileServer> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    respond(request, response, ranges.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    ranges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers as a static file server does: the whole, or the range that was asked for. */
export function sendWithRanges(content: Buffer, request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (request.headers.range === undefined) {
    response.writeHead(200, { "content-length": content.length }).end(content);
  } else if (start >= content.length) {
    response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
  } else {
    response
      .writeHead(206, {
        "content-length": content.length - start,
        "content-range": `bytes ${start}-${content.length - 1}/${content.length}`,
      })
      .end(content.subarray(start));
  }
}

/** Sends the first `length` bytes of a file, from the range's start if asked for, and cuts the connection. */
export function sendAndCut(
  content: Buffer,
  length: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const headers = { "content-length": content.length - start };
  if (start === 0) response.writeHead(200, headers);
  else
    response.writeHead(206, {
      ...headers,
      "content-range": `bytes ${start}-${content.length - 1}/${content.length}`,
    });
  response.write(content.subarray(start, start + length), () => {
    // Time for the bytes to arrive: a reset connection may lose those on the way.
    setTimeout(() => response.destroy(), 100);
  });
}
