import { type Interval, meanInterval } from "../../measures/bootstrap.js";
import { randomStream } from "../../random/randomStream.js";
import type { Results, TrialResult } from "../../results.js";
import type { OptionValue } from "../../training/trial.js";
import { hyperparameter } from "../words.js";

/** What became of one setting of a search. */
export interface SettingResult {
  series: string;
  /** All that distinguishes it, by the names a search varies. */
  values: Readonly<Record<string, OptionValue>>;
  /** One per seed that is done. */
  trials: TrialResult[];
  /** The mean final test error in per cent; null if a seed diverged, or none has finished. */
  error: number | null;
  /** Its 95 % bootstrap interval over seeds; null for fewer than two. */
  interval: Interval | null;
  /** Seeds that finished. */
  seeds: number;
  /** The epoch after which all of its seeds were stopped early; null if they were not. */
  stoppedAfter: number | null;
}

/** The settings of a search: those with a test error first, the best of them at the top. */
export function settingResults({ seed, trials }: Pick<Results, "seed" | "trials">): SettingResult[] {
  const groups = new Map<string, TrialResult[]>();
  for (const trial of trials) {
    const { series, learningRate, weightDecay, options } = trial;
    const key = JSON.stringify([series, learningRate, weightDecay, options]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(trial);
  }
  const rank = ({ error }: SettingResult) => error ?? Number.MAX_VALUE;
  return [...groups].map(([key, group]) => settingResult(key, group, seed)).sort((a, b) => rank(a) - rank(b));
}

function settingResult(key: string, trials: TrialResult[], seed: number): SettingResult {
  const { series, optimizer, decay, schedule, learningRate, weightDecay, options } = trials[0]!;
  const errors = trials.flatMap(({ testError }) => testError ?? []);
  const measured = errors.length > 0 && !trials.some(({ outcome }) => outcome === "diverged");
  const stopped = trials.every(({ outcome }) => outcome === "stopped");
  return {
    series,
    values: { optimizer, decay, schedule, lr: learningRate, weightDecay, ...options },
    trials,
    error: measured ? mean(errors) : null,
    interval: measured ? meanInterval(errors, randomStream(seed, "search", key)) : null,
    seeds: errors.length,
    stoppedAfter: stopped ? Math.max(...trials.map(({ history }) => history.length)) : null,
  };
}

/** The mean test error of a setting after an epoch, in per cent; null where no seed measured it. */
export function errorAfter({ trials }: SettingResult, epoch: number): number | null {
  const errors = trials.flatMap(({ history }) => history[epoch - 1]?.testError ?? []);
  return errors.length === 0 ? null : mean(errors);
}

/** The names under which settings differ, each with its values: numbers by size, others as they come. */
export function variedValues(settings: readonly SettingResult[]): [name: string, values: OptionValue[]][] {
  const names = [...new Set(settings.flatMap(({ values }) => Object.keys(values)))];
  return names.flatMap((name): [string, OptionValue[]][] => {
    const found = [...new Set(settings.flatMap(({ values }) => values[name] ?? []))];
    const numbers = found.filter((value) => typeof value === "number");
    if (found.length < 2) return [];
    return [[name, numbers.length === found.length ? numbers.sort((a, b) => a - b) : found]];
  });
}

/** A setting by what is particular about it, "lr 0.001, beta1 0.9"; by all of it where nothing varied. */
export function settingWords({ values }: SettingResult, varied: readonly string[]): string {
  const names = varied.length === 0 ? Object.keys(values) : varied;
  return names.flatMap((name) => (name in values ? [`${name} ${valueWords(values[name]!)}`] : [])).join(", ");
}

/** A value as it is written. */
export const valueWords = (value: OptionValue): string =>
  typeof value === "number" ? hyperparameter(value) : String(value);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
