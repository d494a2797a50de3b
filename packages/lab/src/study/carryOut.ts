import { join } from "node:path";
import { fileError } from "../fileErrors.js";
import { writeFileAtomically } from "../files.js";
import type { TrialResult } from "../results.js";
import { startProgress } from "../terminal/progressWriter.js";
import type { Trial } from "../training/trial.js";
import { runTrials } from "./runTrials.js";
import type { Study } from "./study.js";

/** What to do about results that cannot be written. */
export const makeRoom = "make room, or choose another --out, and run again";

export interface CarryOutOptions {
  /** Where `results.json` is kept up to date. */
  out: string;
  /** Training processes. */
  workers: number;
  signal: AbortSignal;
}

/**
 * Runs the trials of a study, with progress counted in epochs; `results.json` is rewritten after each. Where it
 * cannot be written the study stops: there is no use in results that are lost.
 *
 * @returns how many trials failed.
 * @throws Error in one line if results cannot be written or workers cannot start.
 */
export async function carryOut(
  { plan, trials, record, results }: Study,
  { out, workers, signal }: CarryOutOptions,
): Promise<number> {
  const { epochs } = plan.task;
  const progress = startProgress({
    label: `${plan.experiment}, ${trials.length} trials`,
    total: trials.length * epochs,
    unit: "epochs",
  });
  const epochsOf = trials.map(() => 0);
  const advance = (index: number, to: number) => {
    epochsOf[index] = to;
    progress.update(epochsOf.reduce((sum, count) => sum + count, 0));
  };
  const unwritable = new AbortController();
  let saved = Promise.resolve();
  const save = () => {
    const path = join(out, "results.json");
    const text = `${JSON.stringify(results(), null, 2)}\n`;
    saved = saved
      .then(() => writeFileAtomically(path, text))
      .catch((error) => unwritable.abort(fileError(error, path, makeRoom)));
  };
  let failures = 0;
  try {
    await runTrials(
      plan.task,
      trials,
      { workers, signal: AbortSignal.any([signal, unwritable.signal]) },
      {
        onEpoch: (index, { epoch }) => advance(index, epoch),
        onResult(index, result) {
          record(index, result);
          progress.print(trialLine(result));
          advance(index, epochs);
          save();
        },
        onFailure(index, message) {
          failures++;
          progress.print(`trial ${describe(trials[index]!)} failed: ${message}`);
          advance(index, epochs);
        },
      },
    );
  } finally {
    progress.end();
    await saved;
  }
  unwritable.signal.throwIfAborted();
  return failures;
}

function trialLine(result: TrialResult): string {
  const outcome = result.diverged ? "diverged" : `${result.testError!.toFixed(2)} % test error`;
  return `${describe(result)}: ${outcome}, ${result.seconds.toFixed(0)} s`;
}

function describe({ optimizer, learningRate, weightDecay }: Trial): string {
  return `${optimizer} lr ${learningRate} decay ${weightDecay}`;
}
