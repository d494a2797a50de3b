import { checkChoice, checkRange, nonNegative, wholeNumber } from "../validation.js";

/** What makes a metric count as better, and how long to wait for that. */
export interface Patience {
  /** Whether the metric should fall or rise. */
  readonly mode: "min" | "max";
  /** By how much it must beat the best to count. */
  readonly threshold: number;
  /** Whether that is a fraction of the best, or an amount. */
  readonly thresholdMode: "rel" | "abs";
  /** Bad metrics in a row that are put up with. */
  readonly patience: number;
  /** Metrics after a reduction during which nothing counts as bad. */
  readonly cooldown: number;
}

/** Patience with PyTorch's defaults. @throws RangeError or TypeError naming the option, its value and its range. */
export function checkPatience(owner: string, options: Partial<Patience>): Patience {
  return {
    mode: checkChoice(owner, "mode", options.mode ?? "min", ["min", "max"]),
    threshold: checkRange(owner, "threshold", options.threshold ?? 1e-4, nonNegative),
    thresholdMode: checkChoice(owner, "thresholdMode", options.thresholdMode ?? "rel", ["rel", "abs"]),
    patience: checkRange(owner, "patience", options.patience ?? 10, wholeNumber),
    cooldown: checkRange(owner, "cooldown", options.cooldown ?? 0, wholeNumber),
  };
}

/** What has been seen so far; plain data. */
export interface PatienceState {
  /** The best metric; null before the first. */
  readonly best: number | null;
  /** Bad metrics in a row. */
  readonly bad: number;
  /** Metrics of the cooldown still to come. */
  readonly cooldown: number;
}

export const noMetricsYet: PatienceState = { best: null, bad: 0, cooldown: 0 };

/**
 * Takes in one metric: is patience at an end, and what is the state after it? NaN is never better. PyTorch's
 * `ReduceLROnPlateau`, step by step.
 */
export function observe(
  options: Patience,
  state: PatienceState,
  metric: number,
): { state: PatienceState; reduce: boolean } {
  const better = isBetter(options, state.best, metric);
  // The best is never -0, which JSON cannot hold.
  const best = better ? metric + 0 : state.best;
  const cooling = state.cooldown > 0;
  const bad = better || cooling ? 0 : state.bad + 1;
  if (bad > options.patience) {
    return { state: { best, bad: 0, cooldown: options.cooldown }, reduce: true };
  }
  return { state: { best, bad, cooldown: cooling ? state.cooldown - 1 : 0 }, reduce: false };
}

function isBetter(
  { mode, threshold, thresholdMode }: Patience,
  best: number | null,
  metric: number,
): boolean {
  if (mode === "min") {
    const from = best ?? Number.POSITIVE_INFINITY;
    return metric < (thresholdMode === "rel" ? from * (1 - threshold) : from - threshold);
  }
  const from = best ?? Number.NEGATIVE_INFINITY;
  return metric > (thresholdMode === "rel" ? from * (1 + threshold) : from + threshold);
}
