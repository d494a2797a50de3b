import { escapeMarkup } from "./escapeMarkup.js";

/** A drawing of fixed size: SVG elements without the <svg> around them. */
export interface Drawing {
  width: number;
  height: number;
  body: string;
}

/** What a figure is, for the tooltip, for readers who cannot see it, and for its heading. */
export interface FigureText {
  title: string;
  /** One or two sentences on what is drawn. */
  description: string;
}

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";

/** The drawing as an <svg> that takes its text colour from the page around it. */
export function inlineFigure(drawing: Drawing, text: FigureText): string {
  return svg(drawing, text, "");
}

const INK = "#1d1b18";

const STANDALONE_STYLE = `<style>svg{color:${INK};background:#fff}@media (prefers-color-scheme:dark){svg{color:#ece8e1;background:#191817}}</style>`;

/** The drawing as an SVG file of its own, with its title written on it, light or dark as the reader prefers. */
export function standaloneFigure(drawing: Drawing, text: FigureText): string {
  const { width, height, body } = headed(drawing, text);
  return `${svg({ width, height, body: STANDALONE_STYLE + body }, text, "")}\n`;
}

/** The same, always dark on a light ground, for pictures. */
export function lightFigure(drawing: Drawing, text: FigureText): string {
  return svg(headed(drawing, text), text, ` color="${INK}"`);
}

function headed({ width, height, body }: Drawing, { title }: FigureText): Drawing {
  const heading = `<text x="14" y="25" text-anchor="start" font-size="15" font-weight="600">${escapeMarkup(title)}</text>`;
  return { width, height: height + 34, body: `${heading}<g transform="translate(0,34)">${body}</g>` };
}

function svg({ width, height, body }: Drawing, { title, description }: FigureText, color: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `role="img" aria-label="${escapeMarkup(`${title}. ${description}`)}" font-family="${FONT}" font-size="12" ` +
    `text-anchor="middle"${color} fill="currentColor"><title>${escapeMarkup(title)}</title><desc>${escapeMarkup(description)}</desc>${body}</svg>`
  );
}
