/** How a line is drawn. */
export interface LineStyle {
  /** Any CSS colour. */
  color: string;
  /** An SVG dash pattern, "7,3"; default: a whole line. */
  dash?: string;
  /** In pixels; default 2.2. */
  width?: number;
  /** From 0 to 1; default 1. */
  opacity?: number;
  /** Dots at the points: beside the line, or in its stead. Default "none". */
  dots?: "none" | "also" | "only";
}

/**
 * Told apart by colour-blind readers (after Okabe & Ito), on light and on dark ground; and by their dashes alone.
 */
const LINE_STYLES = [
  { color: "#d55e00", dash: "none" },
  { color: "#0072b2", dash: "7,3" },
  { color: "#009e73", dash: "2,3" },
  { color: "#cc79a7", dash: "8,3,2,3" },
  { color: "#b58900", dash: "12,4" },
  { color: "#56b4e9", dash: "4,2" },
] as const;

/**
 * Colour and dash of the line number `i`, from 0; from the seventh on they come again. Drawings that show the same
 * things number them in the same order.
 */
export function lineStyle(i: number): Required<Pick<LineStyle, "color" | "dash">> {
  return LINE_STYLES[i % LINE_STYLES.length]!;
}
