import type { Command } from "commander";
import { datasetNames } from "../data/datasetNames.js";
import { modelNames } from "../models/modelNames.js";
import { isModule, moduleNamed } from "../tasks/moduleReference.js";
import type { Task } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { wholeNumber } from "./arguments.js";

/** What is to be learned. */
export interface TaskOptions {
  dataset?: string;
  model?: string;
  task?: string;
  trainSize?: string;
  batchSize: string;
  seed: string;
}

/** Adds `--dataset`, `--model`, `--task`, `--train-size`, `--batch-size` and `--seed`. */
export function taskOptions(command: Command): Command {
  return command
    .option("--dataset <name>", `one of ${datasetNames.join(", ")} (default: cifar10)`)
    .option("--model <name>", `one of ${modelNames.join(", ")} (default: cnn)`)
    .option("--task <module>", "a task of your own: data, network and loss, in TypeScript or JavaScript")
    .option("--train-size <n>", "training examples (default: all there are)")
    .option("--batch-size <n>", "examples in an update", "64")
    .option("--seed <n>", "the first seed; all randomness comes from it", "1");
}

/**
 * The task that the options ask for.
 *
 * @throws UsageError for what there is not, and for data or a model beside a task of one's own.
 */
export async function taskOf(options: TaskOptions): Promise<Omit<Task, "subsetSeed" | "evaluateEvery">> {
  // Loaded when there is something to do: help should not wait for a tensor library.
  const { absoluteDataset } = await import("../data/datasetReference.js");
  const { checkTask } = await import("../tasks/checkTask.js");
  const { trainSize, batchSize } = options;
  const { dataset = "cifar10" } = datasetOf(options);
  if (isModule(dataset) && options.model !== undefined) {
    throw new UsageError(`a task of your own brings its model; leave out --model ${options.model}`);
  }
  const model = isModule(dataset) ? "own" : (options.model ?? "cnn");
  checkTask({ dataset, model }); // Says here, before anything is done, that there is no such thing.
  return {
    dataset: absoluteDataset(dataset),
    model,
    trainSize: trainSize === undefined ? null : wholeNumber("--train-size", trainSize, 1),
    batchSize: wholeNumber("--batch-size", batchSize, 1),
  };
}

/**
 * What `--dataset` or `--task` name, as a dataset: a task is one by another name.
 *
 * @throws UsageError where both are given.
 */
export function datasetOf({ dataset, task }: Pick<TaskOptions, "dataset" | "task">): { dataset?: string } {
  if (task === undefined) return dataset === undefined ? {} : { dataset };
  if (dataset !== undefined) throw new UsageError("--task brings its data; leave out --dataset");
  return { dataset: moduleNamed(task) };
}
