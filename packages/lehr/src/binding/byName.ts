/** A record of what `value` gives for each name and its index. */
export function byName<T>(
  names: readonly string[],
  value: (index: number, name: string) => T,
): Record<string, T> {
  return Object.fromEntries(names.map((name, index) => [name, value(index, name)]));
}
