import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** CIFAR-10's training images. */
const TRAINING_IMAGES = 50_000;

/** What judging, reading batches and starting take beside the steps, at a guess: a twentieth of the time. */
const LEFT_FOR_STEPS = 0.95;

/**
 * The 100-epoch schedule on all of CIFAR-10, cut to the epochs that there is time for: `lehr train`, in batches as
 * the steps were timed in. Killed, it goes on where it was when called with the same arguments.
 *
 * @param stepSeconds of one update.
 * @param directory takes the store and the report.
 * @returns one line of what came of it.
 */
export async function shortTraining({ model, batch, device, stepSeconds, minutes, directory }) {
  const epochSeconds = Math.ceil(TRAINING_IMAGES / batch) * stepSeconds;
  const epochs = Math.min(100, Math.floor((60 * minutes * LEFT_FOR_STEPS) / epochSeconds));
  if (epochs < 1) return `an epoch takes ${(epochSeconds / 60).toFixed(1)} min, ${minutes} were given`;
  const name = `${model}-${epochs}-epochs`;
  const lehr = fileURLToPath(new URL("../packages/lab/bin/lehr.js", import.meta.url));
  const out = join(directory, name);
  const options = [
    ...["--model", model, "--batch-size", batch, "--device", device, "--epochs", epochs],
    ...["--optimizer", "adamw", "--lr", 0.001, "--decay", "normalized", "--weight-decay", 0.025],
    ...["--evaluate-every", Math.ceil(epochs / 10), "--name", name],
    ...["--out", out, "--store", join(directory, "studies.db")],
  ];
  const started = performance.now();
  const training = spawn(process.execPath, [lehr, "train", ...options.map(String)], { stdio: "inherit" });
  const [code] = await once(training, "exit");
  if (code !== 0) return `lehr train ended with ${code}`;
  const { trials } = JSON.parse(await readFile(join(out, "results.json"), "utf8"));
  const took = ((performance.now() - started) / 60_000).toFixed(1);
  return `${epochs} epochs in ${took} min, data and judging included: ${trials[0].testError} % test error`;
}
