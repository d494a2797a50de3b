import type { Trial } from "../training/trial.js";
import type { Halving } from "./store.js";

/** The epoch at whose end a trial pauses or ends for the first time. */
export function firstStop(epochs: number, halving: Halving | null): number {
  return halving === null ? epochs : Math.min(epochs, halving.firstRung);
}

/** A trial that waits at a rung for the others. */
export interface PausedTrial {
  id: number;
  trial: Trial;
  untilEpoch: number;
  /** At the rung, in per cent. */
  testError: number | null;
}

/** What becomes of the trials at a rung. */
export interface Rung {
  /** They go on, to a later epoch. */
  promoted: { id: number; untilEpoch: number }[];
  /** They are done. */
  stopped: number[];
}

/**
 * Successive halving (Jamieson & Talwalkar, 2016), synchronous: once every trial of a rung is there, the best
 * 1 / factor of the settings go on, at least one, to `factor` times as many epochs. Settings are compared by their
 * mean test error over seeds, and go on with all of these. The outcome does not depend on who ran what when.
 */
export function settleRung(paused: readonly PausedTrial[], { factor }: Halving): Rung {
  const settings = new Map<string, PausedTrial[]>();
  for (const one of paused) {
    const { seed: _, ...rest } = one.trial;
    const key = JSON.stringify(rest);
    settings.set(key, [...(settings.get(key) ?? []), one]);
  }
  const mean = (trials: readonly PausedTrial[]) =>
    trials.reduce((sum, { testError }) => sum + (testError ?? Number.POSITIVE_INFINITY), 0) / trials.length;
  const ranked = [...settings.values()].sort((a, b) => mean(a) - mean(b));
  const kept = Math.ceil(ranked.length / factor);
  return {
    promoted: ranked.slice(0, kept).flatMap((trials) =>
      trials.map(({ id, trial, untilEpoch }) => ({
        id,
        untilEpoch: Math.min(trial.epochs, Math.ceil(untilEpoch * factor)),
      })),
    ),
    stopped: ranked.slice(kept).flatMap((trials) => trials.map(({ id }) => id)),
  };
}
