import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { reported } from "../experiments/index.js";
import { fileError } from "../fileErrors.js";
import type { Origin } from "../report/provenance.js";
import type { Results, TaskDescription, TrialResult } from "../results.js";
import type { Store, StoredTrial, StudyExport, StudySpec } from "../store/store.js";
import type { Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { doneTrials, readStudy } from "./storedStudy.js";

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
  const found = new Map<string, Known>();
  const origins = new Map<string, Origin | null>();
  for (const one of from) {
    const { task, trials: known, origin } = await sourceOf(store, one);
    if (!isDeepStrictEqual(identity(task), identity(spec.task))) {
      throw new UsageError(
        `${one} is of another task (dataset, what it holds, model, size, batches or looks at the test set)`,
      );
    }
    origins.set(one, origin);
    for (const { result, seconds } of known) {
      const ended = result.outcome === "finished" || result.outcome === "diverged";
      if (ended && !found.has(keyOf(result))) found.set(keyOf(result), { result, seconds, from: one });
    }
  }
  const taken = trials.map((trial) => found.get(keyOf(trial)));
  const reused = [...origins].map(([one, origin]) => ({
    from: one,
    trials: taken.filter((known) => known?.from === one).length,
    origin,
  }));
  return {
    spec: { ...spec, origin: { ...spec.origin, reused } },
    createdAt: Date.parse(spec.origin.startedAt),
    comparison: null,
    trials: trials.map((trial, position) => storedTrial(trial, position, taken[position])),
  };
}

/** What is known of a trial, and from whom. */
interface Known {
  result: TrialResult;
  /** 0 where nobody knows. */
  seconds: number;
  from: string;
}

interface Source {
  task: TaskDescription;
  /** Its trials that are done. */
  trials: Omit<Known, "from">[];
  origin: Origin | null;
}

async function sourceOf(store: Store, from: string): Promise<Source> {
  if (from.endsWith(".json")) {
    const { task, trials } = await resultsIn(from);
    return { task, trials: trials.map((result) => ({ result, seconds: 0 })), origin: null };
  }
  const stored = await readStudy(store, from);
  const { task, origin } = stored.spec;
  const records = stored.trials.filter(({ outcome }) => outcome !== null);
  const trials = doneTrials(stored).map((result, i) => ({ result, seconds: records[i]!.seconds }));
  return { task, trials, origin };
}

/** What makes a task the same. Of data whose hash is known, it does not matter where they lie. */
function identity(task: TaskDescription): unknown {
  const { dataset, name, ...rest } = JSON.parse(JSON.stringify(task)) as TaskDescription;
  return rest.data === undefined ? { dataset, name, ...rest } : rest;
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
function storedTrial(trial: Trial, position: number, known: Known | undefined): StoredTrial {
  const result = known?.result;
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
    seconds: known?.seconds ?? 0,
    measures: result?.measures ?? null,
    untilEpoch: trial.epochs,
    epochs: result?.history ?? [],
    checkpoint: null,
    solution: null,
  };
}
