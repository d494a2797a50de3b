import type { Trial } from "../training/trial.js";
import type { Halving } from "./store.js";

/** The epoch at whose end a trial pauses or ends for the first time. */
export function firstStop(epochs: number, halving: Halving | null): number {
  return halving === null ? epochs : Math.min(epochs, halving.firstRung);
}

/** A trial that has come to a rung, and waits there for the others, or has diverged or failed on the way. */
export interface RungTrial {
  id: number;
  trial: Trial;
  /** Where the rung is; of one that was lost before an earlier one, where that was. */
  untilEpoch: number;
  state: "paused" | "lost";
  /** At the rung, in per cent; of one that was lost it does not matter. */
  testError: number | null;
}

/** What becomes of the trials that wait at a rung. */
export interface Rung {
  /** They go on, to a later epoch. */
  promoted: { id: number; untilEpoch: number }[];
  /** They are done. */
  stopped: number[];
}

/**
 * Successive halving (Jamieson & Talwalkar, 2016), synchronous: once every trial of a rung is there, the best
 * 1 / factor of the settings go on, at least one, to `factor` times as many epochs. Settings are compared by their
 * mean test error over seeds, and go on with all of these; one of which a seed has diverged or failed comes after those
 * of which none has, and one that is lost with all its seeds comes last. The outcome does not depend on who ran what
 * when.
 */
export function settleRung(trials: readonly RungTrial[], { factor }: Halving): Rung {
  const settings = new Map<string, RungTrial[]>();
  for (const one of trials) {
    const { seed: _, ...rest } = one.trial;
    const key = JSON.stringify(rest);
    settings.set(key, [...(settings.get(key) ?? []), one]);
  }
  const rung = Math.max(...trials.map(({ untilEpoch }) => untilEpoch));
  const ranked = [...settings.values()]
    .filter((of) => of.some(({ untilEpoch }) => untilEpoch === rung))
    .sort((a, b) => losses(a) - losses(b) || compare(meanError(a), meanError(b)));
  const kept = Math.ceil(ranked.length / factor);
  const paused = (of: readonly RungTrial[][]) => of.flat().filter(isPaused);
  return {
    promoted: paused(ranked.slice(0, kept)).map(({ id, trial, untilEpoch }) => ({
      id,
      untilEpoch: Math.min(trial.epochs, Math.ceil(untilEpoch * factor)),
    })),
    stopped: paused(ranked.slice(kept)).map(({ id }) => id),
  };
}

const isPaused = ({ state }: RungTrial) => state === "paused";

/** How much of a setting is lost: 0 nothing, 1 some of its seeds, 2 all. */
function losses(trials: readonly RungTrial[]): number {
  if (trials.every(isPaused)) return 0;
  return trials.some(isPaused) ? 1 : 2;
}

/** Over the seeds that are there. */
function meanError(trials: readonly RungTrial[]): number {
  const errors = trials.filter(isPaused).map(({ testError }) => testError ?? Number.POSITIVE_INFINITY);
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/** Of two that are infinite, or no numbers, the difference is no number. */
const compare = (a: number, b: number) => a - b || 0;
