/** What the columns of a table are, as positions in a row. */
export interface Columns {
  names: readonly string[];
  label: number;
  /** The column that says "train" or "test". */
  split: number | undefined;
  features: readonly number[];
}

/**
 * Reads a header: the label is the column named "label" or "class", else the last; a column named "split" divides
 * the rows; every other column is a feature. The names' case does not matter.
 *
 * @throws Error, with the line, if a name is missing or there twice, or no column is left for features.
 */
export function columnsOf(header: readonly string[], line: number): Columns {
  const names = header.map((name) => name.trim());
  const lower = names.map((name) => name.toLowerCase());
  names.forEach((name, i) => {
    if (name === "") throw new Error(`line ${line}: column ${i + 1} has no name`);
    if (names.indexOf(name) < i) throw new Error(`line ${line}: two columns are named "${name}"`);
  });
  const find = (name: string): number | undefined => {
    const column = lower.indexOf(name);
    return column < 0 ? undefined : column;
  };
  const split = find("split");
  const rest = names.flatMap((_, i) => (i === split ? [] : [i]));
  const label = find("label") ?? find("class") ?? rest.at(-1);
  const features = rest.filter((column) => column !== label);
  if (label === undefined || features.length === 0) {
    throw new Error(
      `line ${line}: expected names of at least two columns separated by commas, features and the label; found "${header.join(",")}"`,
    );
  }
  return { names, label, split, features };
}
