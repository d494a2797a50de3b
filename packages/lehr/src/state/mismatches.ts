import { checkRecord, isRecord, show } from "../validation.js";

/**
 * What keeps a state from fitting, in words: names that are missing or surplus, arrays of another type or length,
 * texts and shapes that differ, numbers that are none. The values of numbers and arrays may differ.
 *
 * @param here a part of the state as it is now, found at `path`.
 * @param given the same part of a state to be loaded.
 */
export function mismatches(path: string, here: unknown, given: unknown): string[] {
  if (given === undefined) return [`${path} is missing in the state`];
  if (here === undefined) return [`${path} is missing here`];
  if (typeof here === "number") {
    return Number.isFinite(given) ? [] : [`${path} must be a finite number, got ${show(given)}`];
  }
  if (isRecord(here) && isRecord(given)) {
    return Object.keys({ ...here, ...given }).flatMap((key) =>
      mismatches(`${path}.${key}`, own(here, key), own(given, key)),
    );
  }
  const [ours, theirs] = [here, given].map(kind);
  return ours === theirs ? [] : [`${path} is ${ours} here, ${theirs} in the state`];
}

/** @throws TypeError if a value is not the state of an optimizer at all. */
export function checkState(owner: string, state: unknown): void {
  const allowed = "an object as stateDict gives it";
  checkRecord(owner, "state", allowed, state);
  for (const part of ["learningRates", "parameters", "around"]) {
    checkRecord(owner, `state.${part}`, allowed, (state as Record<string, unknown>)[part]);
  }
}

/** @throws TypeError listing the mismatches, if there are any. */
export function refuse(owner: string, found: readonly string[]): void {
  if (found.length > 0) throw new TypeError(`${owner}: this state does not fit: ${found.join("; ")}`);
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function kind(value: unknown): string {
  return ArrayBuffer.isView(value) ? show(value) : JSON.stringify(value);
}
