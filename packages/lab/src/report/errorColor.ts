import * as Plot from "@observablehq/plot";

/** Colours of the errors from `best` to `worst`; everything beyond takes the colour at the end. */
export interface ErrorColor {
  best: number;
  worst: number;
  /** `#rrggbb`: viridis, bright for small errors. It survives grey-scale printing and colour blindness. */
  fill(error: number): string;
  /** Black or white, whichever contrasts more with the fill: at least 4.5 to 1. */
  text(error: number): string;
}

/** The colours between two errors, the least and the largest that can be told apart. */
export function errorColor(best: number, worst: number): ErrorColor {
  const scale = Plot.scale({
    color: { type: "linear", scheme: "viridis", reverse: true, domain: [best, worst], clamp: true },
  });
  const fill = (error: number) => String(scale.apply(error));
  return { best, worst, fill, text: (error) => (luminance(fill(error)) > 0.179 ? DARK : "#ffffff") };
}

const DARK = "#000000";

/** Relative luminance of `#rrggbb` (WCAG 2); at 0.179 black and white contrast equally. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
