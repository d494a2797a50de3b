import type { Landscape } from "../flatness/landscape.js";
import { errorColor } from "./errorColor.js";

const BANDS = 18;

/** The end of the authors' own contour levels (Li et al. 2018), in nats: what lies beyond is merely high. */
const HIGH = 10;

/** Losses in bands of equal ratios, each with its colour; the same for all panels of a figure. */
export interface LossBands {
  /** The decimal logarithm of where each band starts, the lowest first, then of where the last one ends. */
  edges: readonly number[];
  /** Whether losses lie beyond the last band, whose colour they take. */
  open: boolean;
  /** The colour of a band, bright for small losses, as `#rrggbb`. */
  fill(band: number): string;
  /** The logarithm of a loss, kept within the bands; of null, which is a loss that is not finite, the highest. */
  level(loss: number | null): number;
}

/** Bands from the least loss of these landscapes to the greatest, but for what lies beyond 10 nats. */
export function lossBands(landscapes: readonly Landscape[]): LossBands {
  const losses = landscapes.flatMap(({ losses }) => losses.flat());
  const positive = losses.filter((loss): loss is number => loss !== null && loss > 0);
  const least = positive.reduce((a, b) => Math.min(a, b), HIGH);
  const greatest = positive.reduce((a, b) => Math.max(a, b), least);
  const high = least < HIGH ? Math.min(greatest, HIGH) : greatest;
  const low = Math.log10(least);
  // Where all is equal, the bands still need a width.
  const step = Math.max(Math.log10(high) - low, 0.01) / BANDS;
  const edges = Array.from({ length: BANDS + 1 }, (_, band) => low + band * step);
  const color = errorColor(0, BANDS - 1);
  const level = (loss: number | null) =>
    loss === null ? edges[BANDS]! : Math.min(Math.max(Math.log10(Math.max(loss, 0)), low), edges[BANDS]!);
  return { edges, open: losses.some((loss) => loss === null || loss > high), fill: color.fill, level };
}
