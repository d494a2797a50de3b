import { access } from "node:fs/promises";

/** Where studies are kept unless told otherwise. */
export const defaultStore = "lehr-results/studies.db";

/** Whether a store's place is a server's address, and not a file. */
export function isServer(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/** A store's place without the password that an address may hold, to be shown; other text stays as it is. */
export function withoutPassword(place: string): string {
  return place.replace(/(postgres(?:ql)?:\/\/[^/:@\s]*):\S*@/, "$1:***@");
}

/** Whether a store that is a file exists; of a server's we only know by opening it. */
export async function isThere(place: string): Promise<boolean> {
  if (isServer(place)) return true;
  return access(place).then(
    () => true,
    () => false,
  );
}
