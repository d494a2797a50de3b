import { escapeMarkup } from "./escapeMarkup.js";

/** A table of numbers, as plain text. */
export interface NumbersTable {
  caption?: string;
  /** The heading of each column; the first is that of the rows. */
  head: readonly string[];
  /** Each begins with the heading of the row. */
  rows: readonly (readonly TableCell[])[];
  /** Whether many columns must fit. Default: false. */
  narrow?: boolean;
}

/** A number, or one that stands out. */
export type TableCell = string | { strong: string };

/** A table as HTML; whatever is in it is escaped. */
export function numbersTable({ caption, head, rows, narrow = false }: NumbersTable): string {
  const columns = head.map(
    (text, i) => `<th scope="col"${i === 0 ? ' class="words"' : ""}>${escapeMarkup(text)}</th>`,
  );
  const lines = rows.map(
    ([name = "", ...cells]) =>
      `<tr><th scope="row">${cellHtml(name)}</th>${cells.map((cell) => `<td>${cellHtml(cell)}</td>`).join("")}</tr>`,
  );
  return (
    `<div class="scroll"><table${narrow ? ' class="grid"' : ""}>` +
    (caption === undefined ? "" : `<caption>${escapeMarkup(caption)}</caption>`) +
    `<thead><tr>${columns.join("")}</tr></thead><tbody>${lines.join("\n")}</tbody></table></div>`
  );
}

function cellHtml(cell: TableCell): string {
  return typeof cell === "string" ? escapeMarkup(cell) : `<b>${escapeMarkup(cell.strong)}</b>`;
}
