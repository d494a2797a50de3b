import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import { type ShapedArray, writeSafetensors } from "lehr";
import { fileError } from "../fileErrors.js";
import { writeFileAtomically } from "../files.js";
import type { EpochResult } from "../results.js";
import { workerName } from "../store/leases.js";
import { openStore } from "../store/openStore.js";
import { patient } from "../store/patient.js";
import type { Store, Taken } from "../store/store.js";
import type { LearningTask } from "../tasks/learningTask.js";
import type { Arrays } from "../training/program.js";
import { createTrainer } from "../training/trainer.js";
import { UsageError } from "../usageError.js";
import { beginStudy, type NewStudy, prepareTask } from "./beginStudy.js";
import { carryOutTrial } from "./carryOutTrial.js";
import { concludeStudy } from "./concludeStudy.js";
import { type Hold, holdTrial } from "./hold.js";
import { checkOutputDirectory, prepareOutputDirectory } from "./outputDirectory.js";
import type { RunOptions } from "./runStudy.js";
import { tell, trialEvent } from "./studyEvents.js";
import { showTraining } from "./trainingProgress.js";

export interface TrainHereOptions extends Omit<RunOptions, "workers"> {
  /** A file for the trained weights, as safetensors: what is judged at the end, running statistics included. */
  save?: string;
}

/**
 * Begins a study of one trial, or goes on with it, and trains it in this process.
 *
 * @returns the exit code: 0, 1 if the training failed, 130 if it was interrupted.
 * @throws UsageError if there is another study of that name, if `out` or `save` cannot be written to, or `save` asks for
 *   weights of a training that is done; Error in one line if it goes to another process meanwhile; and as `loadTask`
 *   and `carryOutTrial`.
 */
export async function trainHere(study: NewStudy, options: TrainHereOptions): Promise<number> {
  const { name } = study;
  const { place, out, save } = options;
  await checkOutputDirectory(out);
  if (save !== undefined) await checkFolder(save);
  const opened = await openStore(place);
  const interruption = new AbortController();
  const say = (line: string) => console.error(`lehr: ${line}`);
  const store = patient(opened, {
    onTrouble: (reason) => say(`the store does not answer (${reason}); waiting for it`),
    onRelief: () => say("the store answers again"),
    signal: interruption.signal,
  });
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(130);
    say("stopping; the training is stored where it is (again to stop at once)");
    interruption.abort();
  };
  try {
    const loaded = await beginStudy(store, study, { ...options, workers: 0 });
    await prepareOutputDirectory(out, name);
    await store.giveBackOrphans();
    const taken = await store.take(workerName(), name);
    if (taken === undefined) await checkDone(store, name, save);
    else {
      process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
      const hold = holdTrial(store, taken.lease);
      try {
        const known = await store.study(name);
        const task = loaded ?? (await prepareTask(study.plan.task, options, known?.task));
        await train(store, taken, task, study, { ...options, hold, signal: interruption.signal });
      } finally {
        hold.release();
      }
      const [record] = await store.trials(name);
      if (record?.state === "done") tell(options, trialEvent(name, record));
    }
    return await concludeStudy(store, name, { ...options, signal: interruption.signal });
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    await opened.close();
  }
}

async function train(
  store: Store,
  taken: Taken,
  task: LearningTask,
  { name, plan }: NewStudy,
  options: TrainHereOptions & { hold: Hold; signal: AbortSignal },
): Promise<void> {
  const { device, threads, checkpointSeconds, save, quiet, hold, signal } = options;
  const placement = { device, threads };
  const { trial } = taken;
  const shown = quiet ? null : showTraining(trial.epochs, taken.epochsDone);
  const trainer = await createTrainer(task, plan.task, placement);
  try {
    const mine = await carryOutTrial(
      store,
      taken,
      { task, trainer, placement, experiment: undefined },
      {
        hold,
        checkpointSeconds,
        signal,
        async onEpoch(epoch, seconds, weights) {
          shown?.epoch(epoch, seconds);
          tell(options, { event: "epoch", study: name, seconds, ...epoch });
          // Before the epoch is stored: should this process die in between, it is trained, and saved, again.
          if (save !== undefined && epoch.epoch === trial.epochs) {
            await saveWeights(save, task, await weights(), epoch, name);
          }
        },
        onShare: (share) => shown?.share(share),
      },
    );
    if (!mine) throw new Error(await whereItWent(store, name));
  } finally {
    shown?.end();
    trainer.dispose();
  }
}

async function saveWeights(
  path: string,
  { name, problem }: LearningTask,
  weights: Arrays,
  { epoch, testError }: EpochResult,
  study: string,
): Promise<void> {
  const tensors = Object.entries(weights).map(([key, array]): [string, ShapedArray] => {
    const shape = problem.parameters[key]?.shape ?? [array.length];
    return [key, { shape, array }];
  });
  const metadata = { study, task: name, epoch: String(epoch), testError: String(testError) };
  const bytes = writeSafetensors({ tensors: Object.fromEntries(tensors), metadata });
  await writeFileAtomically(path, bytes).catch((error: unknown) => {
    throw fileError(error, path, "choose another --save");
  });
}

async function checkFolder(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw new UsageError((fileError(error, dirname(path), "choose another --save") as Error).message);
  });
}

/** What to say where it is not this process's any more. */
async function whereItWent(store: Store, name: string): Promise<string> {
  const [record] = await store.trials(name);
  if (record === undefined) return `"${name}" was deleted meanwhile`;
  return `"${name}" has gone to ${record.worker}, since this process showed no sign of life for a minute`;
}

/** Nothing waits: it is done, or somebody else trains it. */
async function checkDone(store: Store, name: string, save: string | undefined): Promise<void> {
  const [record] = await store.trials(name);
  if (record?.state !== "done") {
    throw new UsageError(
      `"${name}" is being trained by ${record?.worker}; wait for it, or choose another --name`,
    );
  }
  if (save !== undefined) {
    throw new UsageError(
      `"${name}" is trained already, and its weights were not kept; choose another --name`,
    );
  }
}
