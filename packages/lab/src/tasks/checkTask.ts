import { checkDatasetName } from "../data/checkDatasetName.js";
import { datasetReference } from "../data/datasetReference.js";
import { modelMaker } from "../models/index.js";
import type { Task } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { checkModulePath, isModule, modulePath } from "./moduleReference.js";

/**
 * Looks whether a task can be meant, at next to no cost, before anything is done.
 *
 * @throws UsageError if there is no such dataset, module or model, or the model is not made for such data.
 */
export function checkTask({ dataset, model }: Pick<Task, "dataset" | "model">): void {
  if (isModule(dataset)) {
    checkModulePath(modulePath(dataset));
    return;
  }
  checkDatasetName(dataset);
  modelMaker(model);
  if (datasetReference(dataset).kind === "csv" && model !== "mlp") {
    throw new UsageError(`the rows of a table are no images; ${dataset} needs --model mlp, got ${model}`);
  }
}

/** Whether the examples are the user's own: then all of them are meant, whatever a preset says of other data. */
export function isOwnData(dataset: string): boolean {
  return isModule(dataset) || /^(csv|folder):/.test(dataset);
}
