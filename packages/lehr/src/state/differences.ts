import { show } from "../validation.js";

/** What a state lacks of the names expected, and what it has beyond them, in words. */
export function differences(kind: string, expected: readonly string[], given: readonly string[]): string[] {
  const missing = expected.filter((name) => !given.includes(name));
  const surplus = given.filter((name) => !expected.includes(name));
  return [
    ...missing.map((name) => `${kind} ${show(name)} is missing from the state`),
    ...surplus.map((name) => `${kind} ${show(name)} is in the state but not here`),
  ];
}

/** @throws TypeError listing the differences found, if any. */
export function refuse(owner: string, found: readonly string[]): void {
  if (found.length > 0) throw new TypeError(`${owner}: this state does not fit: ${found.join("; ")}`);
}
