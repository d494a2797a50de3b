/** A column of a table. */
export interface Column {
  heading: string;
  /** Numbers stand to the right, words (the default) to the left. Only words are shortened. */
  align?: "left" | "right";
}

/** A column of words. */
export const words = (heading: string): Column => ({ heading });

/** A column of numbers. */
export const numbers = (heading: string): Column => ({ heading, align: "right" });

/** What a table is written on. */
export interface TableOutput {
  isTTY?: boolean;
  columns?: number;
}

/** The columns there is room for: a terminal's own, without a limit elsewhere. */
export function roomOf(output: TableOutput = process.stdout): number {
  return output.isTTY === true ? output.columns || 80 : Number.POSITIVE_INFINITY;
}

const gap = "  ";
/** No column of words is made narrower than this. */
const narrowest = 8;

/**
 * A table of plain text, a heading and a line for each row. Where it is too wide the widest columns of words are
 * shortened, and their cells end in "…"; should that not do, lines are cut.
 *
 * @param rows as many cells as there are columns; a line break within one becomes a space.
 * @param room the most columns that a line may have. Default: as {@link roomOf} standard output.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number = roomOf(),
): string[] {
  const lines = [columns.map(({ heading }) => heading), ...rows].map((cells) =>
    columns.map((_, i) => (cells[i] ?? "").replace(/\s*[\r\n]+\s*/g, " ")),
  );
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => widthOf(cells[i]!))));
  shrink(widths, columns, room);
  return lines.map((cells) => {
    const line = cells.map((cell, i) => fit(cell, widths[i]!, columns[i]!.align ?? "left"));
    return cut(line.join(gap).trimEnd(), room);
  });
}

function shrink(widths: number[], columns: readonly Column[], room: number): void {
  const total = () => widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1));
  while (total() > room) {
    const widest = widths.reduce(
      (best, width, i) =>
        columns[i]!.align !== "right" && width > narrowest && width > (widths[best] ?? 0) ? i : best,
      -1,
    );
    if (widest < 0) return;
    widths[widest]!--;
  }
}

function fit(cell: string, width: number, align: "left" | "right"): string {
  const text = align === "left" ? cut(cell, width) : cell;
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + space : space + text;
}

function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

const widthOf = (text: string) => [...text].length;
