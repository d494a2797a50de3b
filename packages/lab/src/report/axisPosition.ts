/**
 * Where a value lies along an axis whose columns (or rows) are the given values: at 2 for the value of column 2,
 * at 2.5 half-way, in logarithms, to the next. Beyond the ends the last step continues.
 *
 * @param values positive, strictly increasing or strictly decreasing, at least two; a column 0 is left to the
 *   caller.
 */
export function axisPosition(values: readonly number[], value: number): number {
  const descending = values[0]! > values.at(-1)!;
  const beyond = values.findIndex((v) => (descending ? v < value : v > value));
  const from = Math.min(Math.max((beyond === -1 ? values.length : beyond) - 1, 0), values.length - 2);
  const step = Math.log(values[from + 1]! / values[from]!);
  return from + Math.log(value / values[from]!) / step;
}
