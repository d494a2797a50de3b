import { Option } from "commander";
import { openStore } from "../store/openStore.js";
import { defaultStore, isThere } from "../store/place.js";
import type { Store } from "../store/store.js";
import { UsageError } from "../usageError.js";

/** `--store`, the same for every command that reads or writes studies. */
export function storeOption(): Option {
  return new Option("--store <url or file>", "where studies are kept: a SQLite file or postgres://...")
    .default(defaultStore)
    .env("LEHR_STORE");
}

/**
 * Reads from a store that is there already, and closes it.
 *
 * @throws UsageError if it is a file that does not exist: reading makes none.
 */
export async function withStore<T>(store: string, use: (store: Store) => Promise<T>): Promise<T> {
  if (!(await isThere(store))) throw noStudies(store);
  const opened = await openStore(store);
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}

/** The error where a store is a file that does not exist. */
export function noStudies(store: string): UsageError {
  return new UsageError(
    `no studies are kept in ${store}; run one first, or name another place by --store or LEHR_STORE`,
  );
}
