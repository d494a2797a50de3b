import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { reported } from "../experiments/index.js";
import { fileError } from "../fileErrors.js";
import type { Results, TrialResult } from "../results.js";
import type { Store, StoredTrial, StudyExport, StudySpec } from "../store/store.js";
import type { Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { readStudy, resultsOf } from "./storedStudy.js";

/**
 * A study that begins with what others have found: their trials that finished or diverged are taken over where the
 * new study asks for the very same, and need not be run. Of a trial that several know, the first to be named is asked.
 *
 * @param from names of studies in the store, and paths of `results.json` files.
 * @throws UsageError if there is no such study or file, or one is of another task; if the study is halved, or its
 *   experiment wants the weights, which results do not hold.
 */
export async function reusingStudy(
  store: Store,
  spec: StudySpec,
  trials: readonly Trial[],
  from: readonly string[],
): Promise<StudyExport> {
  if (spec.halving !== null || reported[spec.plan.experiment]?.keepWeights) {
    throw new UsageError("--reuse is for studies without --halving, of experiments that keep no weights");
  }
  const found = new Map<string, TrialResult>();
  for (const one of from) {
    for (const result of await foundIn(store, spec, one)) {
      if (!found.has(keyOf(result))) found.set(keyOf(result), result);
    }
  }
  const createdAt = Date.parse(spec.origin.startedAt);
  return {
    spec,
    createdAt,
    comparison: null,
    trials: trials.map((trial, position) => storedTrial(trial, position, found.get(keyOf(trial)))),
  };
}

/** The trials of a study that came to an end. */
async function foundIn(store: Store, spec: StudySpec, from: string): Promise<TrialResult[]> {
  const { task, trials } = from.endsWith(".json")
    ? await resultsIn(from)
    : resultsOf(await readStudy(store, from));
  if (!isDeepStrictEqual(task, JSON.parse(JSON.stringify(spec.task)))) {
    throw new UsageError(
      `${from} is of another task (dataset, model, size, batches or looks at the test set)`,
    );
  }
  return trials.filter(({ outcome }) => outcome === "finished" || outcome === "diverged");
}

async function resultsIn(path: string): Promise<Results> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError((fileError(error, path, "choose another --reuse") as Error).message);
  }
  try {
    return JSON.parse(text) as Results;
  } catch {
    throw new UsageError(`--reuse must be a study or its results.json; ${path} is no JSON`);
  }
}

/** What a trial is, whatever has become of it, and whatever its series is called. */
function keyOf(trial: Trial): string {
  const { optimizer, decay, schedule, learningRate, weightDecay, options, epochs, seed } = trial;
  const named = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([optimizer, decay, schedule, learningRate, weightDecay, named, epochs, seed]);
}

/** A trial as it begins: done if its result is known. */
function storedTrial(trial: Trial, position: number, result: TrialResult | undefined): StoredTrial {
  const measured = result?.history.map(({ testError }) => testError).filter((error) => error !== null);
  return {
    position,
    trial,
    state: result === undefined ? "waiting" : "done",
    outcome: result?.outcome ?? null,
    epochsDone: result?.history.length ?? 0,
    epochShare: 0,
    attempts: 0,
    worker: null,
    message: null,
    testError: measured?.at(-1) ?? null,
    seconds: 0,
    measures: result?.measures ?? null,
    untilEpoch: trial.epochs,
    epochs: result?.history ?? [],
    checkpoint: null,
    solution: null,
  };
}
