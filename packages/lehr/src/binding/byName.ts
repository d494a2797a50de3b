/** A record of what `value` gives for each name and its index. */
export function byName<T>(
  names: readonly string[],
  value: (index: number, name: string) => T,
): Record<string, T> {
  return Object.fromEntries(names.map((name, index) => [name, value(index, name)]));
}

/** A record of the same names, with what `change` makes of each value. */
export function mapValues<T, Changed>(
  record: Readonly<Record<string, T>>,
  change: (value: T, name: string) => Changed,
): Record<string, Changed> {
  return byName(Object.keys(record), (_, name) => change(record[name]!, name));
}
