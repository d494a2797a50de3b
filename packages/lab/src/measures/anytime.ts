import type { TrialResult } from "../results.js";
import { mean } from "./mean.js";

/**
 * The epochs after which a schedule has run down: `restarts-10-2` for 150 epochs runs down after 10, 30, 70 and
 * 150; any other schedule once, after the last epoch. A period that the run cuts short does not count.
 *
 * @param schedule as `training/schedules.ts` reads it: "restarts-<T_0 in epochs>-<T_mult>", or another.
 */
export function periodEnds(schedule: string, epochs: number): number[] {
  const restarts = /^restarts-([^-]+)-([^-]+)$/.exec(schedule);
  if (!restarts) return [epochs];
  const [period, mult] = [Number(restarts[1]), Number(restarts[2])];
  if (!(period > 0 && mult > 0)) return [];
  const ends: number[] = [];
  for (let end = period, length = period; end <= epochs; length *= mult, end += length) ends.push(end);
  return ends;
}

/** The mean test error after an epoch, in per cent; null unless every trial measured it then, or for no trials. */
export function errorAtEpoch(trials: readonly TrialResult[], epoch: number): number | null {
  const errors = trials.map(({ history }) => history[epoch - 1]?.testError ?? null);
  return errors.length > 0 && errors.every((error) => error !== null) ? mean(errors) : null;
}

/** What a warm restart does to the error of the network. */
export interface RestartJump {
  /** The epoch after which the schedule restarts. */
  epoch: number;
  /** Test error there, in per cent. */
  before: number;
  /** The largest mean test error of the period that follows, in per cent. */
  worst: number;
  /** The first epoch measured to be no worse than before again; null if none is. */
  recovered: number | null;
}

/** What each restart cost, of trials with the same schedule; restarts whose end was not measured are left out. */
export function restartJumps(
  trials: readonly TrialResult[],
  schedule: string,
  epochs: number,
): RestartJump[] {
  const ends = periodEnds(schedule, epochs);
  return ends.flatMap((epoch, i) => {
    const before = errorAtEpoch(trials, epoch);
    const last = ends[i + 1] ?? epochs;
    const measured = Array.from({ length: Math.max(0, last - epoch) }, (_, k) => epoch + 1 + k).flatMap(
      (at) => {
        const error = errorAtEpoch(trials, at);
        return error === null ? [] : [{ at, error }];
      },
    );
    if (before === null || measured.length === 0) return [];
    return {
      epoch,
      before,
      worst: Math.max(...measured.map(({ error }) => error)),
      recovered: measured.find(({ error }) => error <= before)?.at ?? null,
    };
  });
}

/**
 * The first of some epochs after which the mean test error is at most `error`; null if it never is. Of a run with
 * restarts give the ends of its periods: only there would one stop.
 */
export function firstEpochAt(
  trials: readonly TrialResult[],
  epochs: readonly number[],
  error: number,
): number | null {
  return (
    epochs.find((epoch) => {
      const at = errorAtEpoch(trials, epoch);
      return at !== null && at <= error;
    }) ?? null
  );
}
