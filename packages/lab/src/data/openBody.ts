import { TransferError } from "./transferError.js";

/** The answer of a server, its content still to come. */
export interface Body {
  /** The position in the remote file of the first byte to come: the requested one, or 0 if the server has no ranges. */
  offset: number;
  /** The size of the whole remote file as the server states it; null if it does not. */
  total: number | null;
  /** The content. Iterating throws a {@link TransferError} when the connection breaks or stalls. */
  chunks: AsyncIterable<Uint8Array>;
  /** Ends the connection; to be called when no more of the content is wanted, if only to be safe. */
  close(): void;
}

export interface OpenBodyOptions {
  /** The first byte wanted. */
  offset: number;
  /** Fail when no byte, headers included, has arrived for so many milliseconds. */
  stallTimeout: number;
  /** Aborting ends the transfer with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Asks for a URL's content from `offset` on.
 *
 * @throws TransferError if the server cannot be reached, stays silent or answers with an error;
 * the signal's reason if it aborts.
 */
export async function openBody(url: string, options: OpenBodyOptions): Promise<Body> {
  const { offset, stallTimeout, signal } = options;
  const connection = new AbortController();
  const onAbort = (): void => connection.abort();
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort);
  let stalled = false;
  const timer = setTimeout(() => {
    stalled = true;
    connection.abort();
  }, stallTimeout);
  timer.unref();

  const close = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    connection.abort();
  };
  const explain = (error: unknown): unknown => {
    if (signal?.aborted) return signal.reason;
    if (stalled) return new TransferError(`${url} sent nothing for ${stallTimeout / 1000} s`, true);
    return networkError(error, url);
  };

  async function* read(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        timer.refresh();
        yield chunk;
        timer.refresh();
      }
    } catch (error) {
      throw explain(error);
    } finally {
      close();
    }
  }

  try {
    const response = await fetch(url, {
      // "identity": otherwise fetch would unpack a .gz that is sent with "content-encoding: gzip".
      headers: { "accept-encoding": "identity", ...(offset > 0 && { range: `bytes=${offset}-` }) },
      signal: connection.signal,
    });
    timer.refresh();
    const place = placeOf(response, url, offset);
    return { ...place, chunks: read(response.body ?? noBytes()), close };
  } catch (error) {
    close();
    throw error instanceof TransferError ? error : explain(error);
  }
}

/** Where the content of a response lies in the remote file, and how large that file is. */
function placeOf(response: Response, url: string, wanted: number): { offset: number; total: number | null } {
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "");
  const total = range?.[2] === undefined || range[2] === "*" ? null : Number(range[2]);
  // Range not satisfiable: the file ends before the wanted byte.
  if (response.status === 416) return { offset: wanted, total };
  if (response.status === 206) {
    if (range?.[1] !== String(wanted)) {
      throw new TransferError(`${url} answered with another range than bytes=${wanted}-`, false);
    }
    return { offset: wanted, total };
  }
  if (!response.ok) {
    const transient = response.status >= 500 || [408, 425, 429].includes(response.status);
    throw new TransferError(`${url} answered ${response.status} ${response.statusText}`.trimEnd(), transient);
  }
  const length = response.headers.get("content-length");
  const plain = (response.headers.get("content-encoding") ?? "identity") === "identity";
  return { offset: 0, total: length !== null && plain ? Number(length) : null };
}

function networkError(error: unknown, url: string): TransferError {
  // fetch itself says only "fetch failed" or "terminated"; the reason is in its cause.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const message = cause instanceof Error ? cause.message : String(cause);
  const reason = message === "" ? code : message;
  return new TransferError(
    `cannot load ${url}: ${reason}`,
    !/^ENOTFOUND$|INVALID_URL|CERT|SIGNATURE/.test(code),
    {
      cause: error,
    },
  );
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
