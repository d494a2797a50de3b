import { join } from "node:path";
import { loadCifar10 } from "../data/cifar10/index.js";
import { showCifar10Progress } from "../data/cifar10/showProgress.js";
import type { Dataset } from "../data/dataset.js";
import { type Plan, trialsOf } from "../experiments/plan.js";
import { writeFileAtomically } from "../files.js";
import { summarize } from "../measures/summarize.js";
import { modelNamed } from "../models/index.js";
import { parameterCount } from "../models/model.js";
import { writeReport } from "../report/writeReport.js";
import type { Results, TrialResult } from "../results.js";
import { startProgress } from "../terminal/progressWriter.js";
import { imageTaskOf } from "../training/trainer.js";
import type { Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { prepareOutputDirectory } from "./outputDirectory.js";
import { provenance } from "./provenance.js";
import { runTrials } from "./runTrials.js";
import { summaryLines } from "./summaryLines.js";

export interface StudyOptions {
  /** Where the results go. */
  out: string;
  /** Training processes. */
  workers: number;
}

/** Exit codes of a study. */
const done = 0;
const someFailed = 1;
const interrupted = 130;

/**
 * Carries out a plan: fetches the data, runs the trials, writes the report and prints what it says. Results are
 * on disk after every trial; Ctrl-C ends the study with the report of what is done.
 *
 * @returns the exit code: 0, 1 if trials failed, 130 if it was interrupted.
 * @throws UsageError if `out` cannot be written to or more images are asked for than there are.
 */
export async function runStudy(plan: Plan, { out, workers }: StudyOptions): Promise<number> {
  const startedAt = Date.now();
  await prepareOutputDirectory(out);
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new Error("interrupted"));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const { signal } = interruption;
    const dataset = await loadCifar10({ onProgress: showCifar10Progress(), signal });
    const study = createStudy(plan, dataset);
    const failures = await carryOut(study, { out, workers, signal });
    await writeReport(study.results(), provenance(startedAt, workers), out);
    console.log(summaryLines(study.results()).join("\n"));
    console.log(`\nReport: ${join(out, "report.html")}`);
    if (signal.aborted) console.error("lehr: interrupted; the report holds the trials that were done");
    return signal.aborted ? interrupted : failures > 0 ? someFailed : done;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    console.error("lehr: interrupted");
    return interrupted;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

interface Study {
  plan: Plan;
  trials: Trial[];
  record(index: number, result: TrialResult): void;
  /** What is known by now, in the order of the plan. */
  results(): Results;
}

function createStudy(plan: Plan, dataset: Dataset): Study {
  const { task, grids, scales } = plan;
  if (task.trainSize > dataset.train.size) {
    throw new UsageError(`--train-size must be at most ${dataset.train.size}, got ${task.trainSize}`);
  }
  const trials = trialsOf(plan);
  const finished = new Map<number, TrialResult>();
  const planned = Object.fromEntries(
    Object.entries(grids).map(([name, grid]) => [
      name,
      { learningRate: [...grid.learningRates], weightDecay: [...grid.weightDecays] },
    ]),
  );
  const model = modelNamed(task.model, imageTaskOf(dataset));
  return {
    plan,
    trials,
    record: (index, result) => finished.set(index, result),
    results() {
      const done = trials.flatMap((_, index) => finished.get(index) ?? []);
      return {
        experiment: plan.experiment,
        preset: plan.preset,
        seed: plan.seed,
        task: {
          dataset: dataset.name,
          model: model.name,
          parameters: parameterCount(model),
          trainSize: task.trainSize,
          testSize: dataset.test.size,
          epochs: task.epochs,
          batchSize: task.batchSize,
        },
        plan: planned,
        scales,
        trials: done,
        summary: summarize(done, { ...scales, plan: planned }),
      };
    },
  };
}

/** Runs the trials, with progress counted in epochs. @returns how many trials failed. */
async function carryOut(
  { plan, trials, record, results }: Study,
  { out, workers, signal }: StudyOptions & { signal: AbortSignal },
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
  let failures = 0;
  let saved = Promise.resolve();
  try {
    await runTrials(
      plan.task,
      trials,
      { workers, signal },
      {
        onEpoch: (index, { epoch }) => advance(index, epoch),
        onResult(index, result) {
          record(index, result);
          progress.print(trialLine(result));
          advance(index, epochs);
          const text = `${JSON.stringify(results(), null, 2)}\n`;
          saved = saved.then(() => writeFileAtomically(join(out, "results.json"), text));
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
  return failures;
}

function trialLine(result: TrialResult): string {
  const outcome = result.diverged ? "diverged" : `${result.testError!.toFixed(2)} % test error`;
  return `${describe(result)}: ${outcome}, ${result.seconds.toFixed(0)} s`;
}

function describe({ optimizer, learningRate, weightDecay }: Trial): string {
  return `${optimizer} lr ${learningRate} decay ${weightDecay}`;
}
