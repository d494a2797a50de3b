import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** A content hash as package registries and browsers write it: the algorithm, a hyphen, the digest in base64. */
export type Integrity = `sha256-${string}` | `sha512-${string}`;

/** The integrity of bytes in memory, by the algorithm of `like`. */
export function integrityOf(data: Uint8Array, like: Integrity): Integrity {
  const algorithm = algorithmOf(like);
  return `${algorithm}-${createHash(algorithm).update(data).digest("base64")}`;
}

/**
 * The integrity of a file, by the algorithm of `like`.
 *
 * @throws the system's error if the file cannot be read; the signal's reason if it aborts.
 */
export async function integrityOfFile(
  path: string,
  like: Integrity,
  signal?: AbortSignal,
): Promise<Integrity> {
  const algorithm = algorithmOf(like);
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal?.throwIfAborted();
    hash.update(chunk as Buffer);
  }
  return `${algorithm}-${hash.digest("base64")}`;
}

function algorithmOf(integrity: Integrity): "sha256" | "sha512" {
  return integrity.startsWith("sha256-") ? "sha256" : "sha512";
}
