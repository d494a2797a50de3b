import { access } from "node:fs/promises";
import { Option } from "commander";
import { defaultStore, openStore } from "../store/openStore.js";
import type { Store } from "../store/store.js";
import { UsageError } from "../usageError.js";

/** `--store`, the same for every command that reads or writes studies. */
export function storeOption(): Option {
  return new Option("--store <url or file>", "where studies are kept: a SQLite file or postgres://...")
    .default(defaultStore)
    .env("LEHR_STORE");
}

/** Whether a store is a file, and not a server's address. */
export function isFileStore(store: string): boolean {
  return !/^postgres(ql)?:\/\//.test(store);
}

/** A store without the password that its address may hold, to be shown. */
export function shownStore(store: string): string {
  return store.replace(/^(\w+:\/\/[^/:@]*):[^/@]*@/, "$1:***@");
}

/**
 * Reads from a store that is there already, and closes it.
 *
 * @throws UsageError if it is a file that does not exist: reading makes none.
 */
export async function withStore<T>(store: string, use: (store: Store) => Promise<T>): Promise<T> {
  if (!(await isThere(store))) {
    throw new UsageError(
      `no studies are kept in ${store}; run one first, or name another place by --store or LEHR_STORE`,
    );
  }
  const opened = await openStore(store);
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}

/** Whether a store that is a file exists; of a server's we only know by opening it. */
export async function isThere(store: string): Promise<boolean> {
  if (!isFileStore(store)) return true;
  return access(store).then(
    () => true,
    () => false,
  );
}
