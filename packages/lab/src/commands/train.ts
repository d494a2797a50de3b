import { resolve } from "node:path";
import type { Device } from "@lehr/engine";
import { Command } from "commander";
import { studyName, wholeNumber } from "./arguments.js";
import { fixedValues, type OptimizerOptions, optimizerOptions } from "./optimizerOptions.js";
import { reportPlace } from "./reportPlace.js";
import { storeOption } from "./storeOption.js";
import { type TaskOptions, taskOf, taskOptions } from "./taskOptions.js";
import { tellingOf, tellingOptions } from "./tellingOptions.js";
import { deviceOption } from "./workOptions.js";

interface Options extends TaskOptions, OptimizerOptions {
  epochs: string;
  evaluateEvery: string;
  name: string;
  out?: string;
  save?: string;
  device: Device;
  threads: string;
  checkpointSeconds: string;
  store: string;
  json?: boolean;
  quiet?: boolean;
}

/** `lehr train`: one training. */
export function trainCommand(): Command {
  const command = new Command("train")
    .summary("train a network once, with any optimizer and schedule")
    .description(
      "Trains a network once, shows how it goes, and reports. Interrupted, or killed, it goes on where it was when the " +
        "same command is given again.",
    );
  taskOptions(optimizerOptions(command))
    .option("--epochs <n>", "passes over the training examples", "30")
    .option("--evaluate-every <n>", "epochs between two looks at the test set", "1")
    .option("--name <name>", "what the study of this training is called", "train")
    .option("--out <directory>", "where the report goes (default: lehr-results/<name>)")
    .option("--save <file>", "writes the trained weights there, as safetensors")
    .addOption(deviceOption())
    .option("--threads <n>", "threads to train with", "1")
    .option("--checkpoint-seconds <n>", "how often the state is stored within an epoch", "300")
    .addOption(storeOption());
  return tellingOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  lehr train --optimizer adamw --lr 0.001 --weight-decay 0.025 --decay normalized --schedule restarts-2-2 --epochs 30
  lehr train --dataset csv:flowers.csv --model mlp --optimizer sgd --lr 0.1 --set nesterov=true --save flowers.safetensors`,
    )
    .action(async (options: Options) => {
      const { searchOf } = await import("../search/searchPlan.js");
      const { trainHere } = await import("../study/trainHere.js");
      const { checkDevice } = await import("../training/checkDevice.js");
      const { store, save, out } = options;
      const name = studyName("--name", options.name);
      const evaluateEvery = wholeNumber("--evaluate-every", options.evaluateEvery, 1);
      const study = searchOf({
        task: { ...(await taskOf(options)), evaluateEvery },
        epochs: wholeNumber("--epochs", options.epochs, 1),
        seed: wholeNumber("--seed", options.seed, 0),
        fixed: fixedValues(options),
        ...{ seeds: 1, varied: [], random: null, halving: null },
      });
      for (const trial of study.trials) checkDevice(options.device, trial);
      process.exitCode = await trainHere(
        { name, ...study },
        {
          place: store,
          out: reportPlace(out, name),
          device: options.device,
          threads: wholeNumber("--threads", options.threads, 1),
          checkpointSeconds: wholeNumber("--checkpoint-seconds", options.checkpointSeconds, 1),
          ...tellingOf(options),
          ...(save !== undefined && { save: resolve(save) }),
        },
      );
    });
}
