import { checkRange, nonNegative, show } from "../validation.js";

/** @throws RangeError if `values` is not an array of `count` finite numbers >= 0. */
export function checkMultipliers(
  owner: string,
  option: string,
  values: unknown,
  count: number,
): readonly number[] {
  if (!Array.isArray(values) || values.length !== count) {
    throw new RangeError(`${owner}: ${option} must be an array of ${count} numbers, got ${show(values)}`);
  }
  return values.map((value, i) => checkRange(owner, `${option}[${i}]`, value, nonNegative));
}
