import type { Interval } from "./bootstrap.js";

/**
 * What the grid of one series says; null where the grid cannot tell. The intervals are 95 % bootstrap intervals
 * over seeds, of two or three hardly more than their range, and null for fewer; see `measures/bootstrap.ts`.
 */
export interface OptimizerSummary {
  bestError: number | null;
  /** Of the mean error of the cell `bestAt`: choosing the cell anew in each resample would only lower it. */
  bestErrorInterval: Interval | null;
  bestAt: { learningRate: number; weightDecay: number } | null;
  couplingSlope: number | null;
  couplingInterval: Interval | null;
  toleranceSlope: number | null;
  toleranceInterval: Interval | null;
  coordinateRegret: number | null;
  /** It can lie above the regret itself: where chance moves the best cell about, tuning by chance loses more. */
  regretInterval: Interval | null;
  /** The tolerance slope over test loss instead of test error. */
  lossToleranceSlope: number | null;
  lossToleranceInterval: Interval | null;
}

/** The scale on which the measures compare cells; see `measures/scale.ts`. */
export interface ResultScale {
  saturation: { at: number; value: number };
  tolerance: number;
}
