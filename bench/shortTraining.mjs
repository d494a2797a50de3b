import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const EPOCHS = 100;

/** How `lehr train` ends when it is told to stop. */
const STOPPED = 130;

const lehr = fileURLToPath(new URL("../packages/lab/bin/lehr.js", import.meta.url));

/**
 * The 100-epoch schedule on all of CIFAR-10, by `lehr train`, which is told to stop when the time is up, or when this
 * process is. Called again, it goes on where it was, for as long again.
 *
 * @param directory takes the store and the report.
 * @returns one line of what came of it.
 */
export async function shortTraining({ model, batch, device, minutes, directory }) {
  const study = { name: `${model}-batch-${batch}-${device}`, store: join(directory, "studies.db") };
  const before = trialOf(study)?.epochsDone ?? 0;
  const started = performance.now();
  // Judged after every epoch, since any may be the last there is time for.
  const end = await train(minutes, [
    ...["--model", model, "--batch-size", batch, "--device", device, "--epochs", EPOCHS],
    ...["--optimizer", "adamw", "--lr", 0.001, "--decay", "normalized", "--weight-decay", 0.025],
    ...["--name", study.name, "--out", join(directory, study.name), "--store", study.store],
  ]);
  const took = ((performance.now() - started) / 60_000).toFixed(1);
  if (end === "SIGINT") return `${took} min were over before the data were read`;
  const trial = trialOf(study);
  if (trial?.outcome === "diverged") return `diverged in epoch ${trial.epochsDone + 1} of ${EPOCHS}`;
  if ((end !== 0 && end !== STOPPED) || trial === undefined) return `lehr train ended with ${end}; see above`;
  return `${progressOf(trial, before, took)}${errorOf(trial)}`;
}

/** @returns the exit code of `lehr train`, or the signal that ended it. */
async function train(minutes, options) {
  // In a group of its own, so that Ctrl-C reaches it once, by us: a second time would end it before it has stored.
  const training = spawn(process.execPath, [lehr, "train", ...options.map(String)], {
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  const stop = () => training.killed || training.kill("SIGINT");
  const timer = setTimeout(stop, 60_000 * minutes);
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const [code, signal] = await once(training, "exit");
  process.off("SIGINT", stop).off("SIGTERM", stop);
  clearTimeout(timer);
  return code ?? signal;
}

/** The training as the store has it; undefined before it has begun. */
function trialOf({ name, store }) {
  const shown = spawnSync(process.execPath, [lehr, "study", "show", name, "--store", store, "--json"]);
  return shown.status === 0 ? JSON.parse(shown.stdout).trials[0] : undefined;
}

function progressOf({ epochsDone }, before, took) {
  if (before === EPOCHS) return `all ${EPOCHS} epochs, trained before this run`;
  const earlier = before > 0 ? `, ${before} of them before this run` : "";
  return `${epochsDone} of ${EPOCHS} epochs${earlier}, ${took} min with data and judging`;
}

function errorOf({ epochsDone, testError }) {
  if (testError === null) return "";
  const cut = epochsDone < EPOCHS ? ", cut before its rate is annealed" : "";
  return `: ${testError.toFixed(2)} % test error${cut}`;
}
