import { resolve } from "node:path";
import type { Command } from "commander";
import { checkDatasetName } from "../data/checkDatasetName.js";
import { datasetNames } from "../data/datasetNames.js";
import { modelNames } from "../models/modelNames.js";
import type { Task } from "../training/trial.js";
import { wholeNumber } from "./arguments.js";

/** What is to be learned. */
export interface TaskOptions {
  dataset: string;
  model: string;
  task?: string;
  trainSize?: string;
  batchSize: string;
  seed: string;
}

/** Adds `--dataset`, `--model`, `--task`, `--train-size`, `--batch-size` and `--seed`. */
export function taskOptions(command: Command): Command {
  return command
    .option("--dataset <name>", `what to learn: ${datasetNames.join(", ")}`, "cifar10")
    .option("--model <name>", `one of ${modelNames.join(", ")}`, "cnn")
    .option("--task <module>", "a task of your own, a module, instead of dataset and model")
    .option("--train-size <n>", "training examples (default: all there are)")
    .option("--batch-size <n>", "examples in an update", "64")
    .option("--seed <n>", "the first seed; all randomness comes from it", "1");
}

/** @throws UsageError for what there is not. */
export async function taskOf(options: TaskOptions): Promise<Omit<Task, "subsetSeed" | "evaluateEvery">> {
  // Loaded when there is something to do: help should not wait for a tensor library.
  const { modelMaker } = await import("../models/index.js");
  const { model, trainSize, batchSize } = options;
  const dataset = options.task === undefined ? options.dataset : `module:${resolve(options.task)}`;
  // Says here, before anything is done, that there is no such thing.
  checkDatasetName(dataset);
  modelMaker(model);
  return {
    dataset,
    model,
    trainSize: trainSize === undefined ? null : wholeNumber("--train-size", trainSize, 1),
    batchSize: wholeNumber("--batch-size", batchSize, 1),
  };
}
