import type { Json } from "../json.js";
import { judged } from "../measures/judged.js";
import { scalesFor } from "../measures/scalesFor.js";
import { summarize } from "../measures/summarize.js";
import type { EpochResult, Results, TrialResult } from "../results.js";
import type { Store, StudySpec, TrialRecord } from "../store/store.js";
import { UsageError } from "../usageError.js";

/** A study with all that its store holds of it. */
export interface StoredStudy {
  spec: StudySpec;
  /** In the order of the plan. */
  trials: readonly TrialRecord[];
  /** The stored epochs by a trial's position; a trial without any is missing. */
  epochs: ReadonlyMap<number, readonly EpochResult[]>;
  /** What its solutions say beside one another, once that is known. */
  comparison?: Json;
}

/** A study without its epochs, of which there may be a million. */
export type StudyOutline = Pick<StoredStudy, "spec" | "trials">;

/** What a study was asked for. @throws UsageError if there is none of that name; its message says which there are. */
export async function knownStudy(store: Store, name: string): Promise<StudySpec> {
  const spec = await store.study(name);
  if (spec === undefined) throw new UsageError(await unknownStudy(store, name));
  return spec;
}

/** Reads plan and trials of a study. @throws UsageError as {@link knownStudy}. */
export async function readOutline(store: Store, name: string): Promise<StudyOutline> {
  return { spec: await knownStudy(store, name), trials: await store.trials(name) };
}

/** Reads a study. @throws UsageError as {@link knownStudy}. */
export async function readStudy(store: Store, name: string): Promise<StoredStudy> {
  const outline = await readOutline(store, name);
  const comparison = await store.comparison(name);
  return {
    ...outline,
    epochs: await store.epochs(name),
    ...(comparison !== undefined && { comparison }),
  };
}

/** What to say where there is no study of that name. */
export async function unknownStudy(store: Store, name: string): Promise<string> {
  const names = (await store.studies()).map((study) => study.name);
  const choice = names.length === 0 ? "there are none yet" : `choose from ${names.join(", ")}`;
  return `unknown study "${name}"; ${choice}`;
}

/** The trials that are done, in the order of the plan. */
export function doneTrials({ trials, epochs }: StoredStudy): TrialResult[] {
  return trials.flatMap(({ position, trial, outcome, message, testError, measures }) => {
    if (outcome === null) return [];
    return {
      ...trial,
      outcome,
      ...(outcome === "failed" && message !== null && { message }),
      history: [...(epochs.get(position) ?? [])],
      testError: outcome === "finished" ? testError : null,
      ...(measures !== null && { measures }),
    };
  });
}

/**
 * What is known of a study by now: the contents of its `results.json`.
 *
 * @param error what its summary is about; default: what its plan says.
 */
export function resultsOf(stored: StoredStudy, error = stored.spec.plan.error): Results {
  const { name, plan, task } = stored.spec;
  const { experiment, preset, seed, seeds, series } = plan;
  const trials = doneTrials(stored);
  const scales = scalesFor(plan.scales, judged({ task, ...(error !== undefined && { error }), trials }));
  const asked = { study: name, experiment, preset, seed, seeds, task, series, scales };
  const known = { ...asked, ...(error !== undefined && { error }), trials };
  return {
    ...known,
    summary: summarize(judged(known)),
    ...(stored.comparison !== undefined && { comparison: stored.comparison }),
  };
}
