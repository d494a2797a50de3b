import { show } from "../validation.js";

/**
 * Checks a list of updates.
 *
 * @param strictly whether one may not appear twice.
 * @throws RangeError if they are not whole numbers, ascending, the first at least `from`.
 */
export function checkAscending(
  owner: string,
  option: string,
  updates: unknown,
  { from = 0, strictly = true } = {},
): readonly number[] {
  const ascending =
    Array.isArray(updates) &&
    updates.every((at, i) => {
      const least = i === 0 ? from : updates[i - 1] + (strictly ? 1 : 0);
      return Number.isSafeInteger(at) && at >= least;
    });
  if (ascending) return [...updates];
  const got = Array.isArray(updates) ? `[${updates.map(show).join(", ")}]` : show(updates);
  const order = strictly ? "strictly ascending order" : "ascending order";
  throw new RangeError(`${owner}: ${option} must be whole numbers >= ${from} in ${order}, got ${got}`);
}
