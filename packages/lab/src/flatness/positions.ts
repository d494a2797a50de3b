import { requireCount } from "./require.js";

/** Where along a line or grid a loss is taken. */
export interface PositionOptions {
  /** The first position. */
  from?: number;
  /** The last position, beyond `from`. */
  to?: number;
  /** How many, both ends included; at least 2. */
  points?: number;
}

/** A loss has been taken at one more position. */
export interface PointDone {
  /** How many there are by now, of how many. */
  done: number;
  total: number;
  column: number;
  row: number;
  /** Null where it is not finite. */
  loss: number | null;
}

/** What may be said to a walk over many positions while it goes on. */
export interface WalkOptions {
  /** Called after every point. */
  progress?: (point: PointDone) => void;
  /** Ends the walk before its next point, with the signal's reason. */
  signal?: AbortSignal;
}

/** Evenly spaced positions from `from` to `to`. @throws RangeError for a span or a count that is none. */
export function positions({ from, to, points }: Required<PositionOptions>): number[] {
  requireCount("points", points, 2);
  if (!(Number.isFinite(from) && Number.isFinite(to) && from < to)) {
    throw new RangeError(`from must lie below to, both finite; got ${from} and ${to}`);
  }
  return Array.from({ length: points }, (_, i) => from + ((to - from) * i) / (points - 1));
}
