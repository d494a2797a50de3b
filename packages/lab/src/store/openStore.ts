import { resolve } from "node:path";
import { isServer } from "./place.js";
import type { Store } from "./store.js";

/**
 * Opens a store; one that is not there yet is made.
 *
 * @param place "postgres://user@host/database", or the path of an SQLite file.
 * @throws UsageError if it cannot be opened.
 */
export async function openStore(place: string): Promise<Store> {
  // Loaded when wanted: most uses need one of the two.
  if (isServer(place)) return (await import("./postgres.js")).openPostgres(place);
  return (await import("./sqlite.js")).openSqlite(resolve(place));
}
