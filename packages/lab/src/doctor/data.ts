import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Integrity, integrityOfFile } from "../data/integrity.js";
import { type Check, ok, reasonOf, warn } from "./check.js";

/** A data set as its one file in the cache. */
export interface CachedData {
  title: string;
  name: string;
  bytes: number;
  integrity: Integrity;
}

/** Whether a data set is in the cache, whole and unharmed. */
export async function checkData(
  { title, name, bytes, integrity }: CachedData,
  cache: string,
): Promise<Check> {
  const path = join(cache, name);
  const fetched = "the first study that needs it fetches it";
  try {
    const { size } = await stat(path);
    const right = size === bytes && (await integrityOfFile(path, integrity)) === integrity;
    return right ? ok(title, path) : warn(title, `${path} is damaged`, fetched);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (missing) return warn(title, `not in ${cache}`, fetched);
    return warn(title, `${path} cannot be read: ${reasonOf(error)}`, "make it readable, or set LEHR_CACHE");
  }
}
