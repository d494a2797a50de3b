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
export function inlineFigure(drawing: Drawing, { title, description }: FigureText): string {
  const { width, height, body } = drawing;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `role="img" aria-label="${escapeMarkup(`${title}. ${description}`)}" font-family="${FONT}" font-size="12" ` +
    `text-anchor="middle" fill="currentColor"><title>${escapeMarkup(title)}</title><desc>${escapeMarkup(description)}</desc>${body}</svg>`
  );
}

const STANDALONE_STYLE =
  "<style>svg{color:#1d1b18;background:#fff}@media (prefers-color-scheme:dark){svg{color:#ece8e1;background:#191817}}</style>";

/** The drawing as an SVG file of its own, with its title written on it, light or dark as the reader prefers. */
export function standaloneFigure(drawing: Drawing, text: FigureText): string {
  const headed: Drawing = {
    width: drawing.width,
    height: drawing.height + 34,
    body:
      `${STANDALONE_STYLE}<text x="14" y="25" text-anchor="start" font-size="15" font-weight="600">` +
      `${escapeMarkup(text.title)}</text><g transform="translate(0,34)">${drawing.body}</g>`,
  };
  return `${inlineFigure(headed, text)}\n`;
}
