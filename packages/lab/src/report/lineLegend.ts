import { escapeMarkup } from "./escapeMarkup.js";
import type { Drawing } from "./figure.js";
import type { LineStyle } from "./lineStyle.js";

/** Text is not measured on the server: a generous mean width of a letter at 12 pixels. */
const LETTER = 7;
const SIGN = 42;

/** An entry for every name, in order of appearance, in rows from `left` to `width`. */
export function drawLineLegend(
  lines: readonly (LineStyle & { name: string })[],
  left: number,
  width: number,
): Drawing {
  const entries = lines.filter((line, i) => lines.findIndex(({ name }) => name === line.name) === i);
  let x = left;
  let y = 14;
  const body = entries.map((line) => {
    const space = SIGN + line.name.length * LETTER;
    if (x > left && x + space > width) {
      x = left;
      y += 20;
    }
    const entry = `${sign(line, x, y - 4)}<text x="${x + SIGN}" y="${y}" text-anchor="start">${escapeMarkup(line.name)}</text>`;
    x += space + 22;
    return entry;
  });
  return { width, height: entries.length === 0 ? 0 : y + 12, body: body.join("") };
}

function sign(
  { color, dash = "none", width = 2.2, opacity = 1, dots = "none" }: LineStyle,
  x: number,
  y: number,
) {
  const stroke =
    `<path d="M${x},${y}h34" stroke="${color}" stroke-width="${width}" stroke-opacity="${opacity}" ` +
    `stroke-dasharray="${dash}"/>`;
  const dot = `<circle cx="${x + 17}" cy="${y}" r="3.4" fill="${color}" fill-opacity="${opacity}"/>`;
  return (dots === "only" ? "" : stroke) + (dots === "none" ? "" : dot);
}
