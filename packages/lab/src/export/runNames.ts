import type { TrialRecord } from "../store/store.js";
import type { Trial } from "../training/trial.js";

/**
 * A folder for each trial, named for readers: "adamw/lr=0.001,wd=0.025,seed=1". Options follow where there are any,
 * and where two trials would still share a folder, their places in the plan.
 */
export function runNames(trials: readonly TrialRecord[]): string[] {
  const names = trials.map(({ trial }) => nameOf(trial));
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.map((name, i) => (counts.get(name) === 1 ? name : `${name},trial=${trials[i]!.position}`));
}

function nameOf({ series, learningRate, weightDecay, seed, options }: Trial): string {
  const settings = { lr: learningRate, wd: weightDecay, ...options, seed };
  const words = Object.entries(settings).map(([name, value]) => folder(`${name}=${value}`));
  return `${folder(series)}/${words.join(",")}`;
}

/** A text as the name of a folder on every system. */
export function folder(text: string): string {
  return text.replace(/[^\p{L}\p{N}=+._-]+/gu, "-").replace(/^\.+/, "-");
}
