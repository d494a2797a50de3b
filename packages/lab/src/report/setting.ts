import type { Results } from "../results.js";
import { isModule } from "../tasks/moduleReference.js";
import { isClassification } from "./errorWords.js";
import { seriesNames } from "./names.js";
import { count, counted, listed } from "./words.js";

/** A sentence on what was trained, on what and how long. */
export function settingSentence(results: Results): string {
  const { task, series } = results;
  const who = listed(Object.values(seriesNames(series))) || "No optimizer";
  const model = isOwnTask(results) ? "" : `${task.model}, `;
  const measure = isClassification(results)
    ? ""
    : " An error is a hundred times the mean of the task's own measure, written as per cent.";
  return (
    `${who} on ${task.name}: the same network (${model}${counted(task.parameters, "parameter")}), ` +
    `${count(task.trainSize)} training and ${count(task.testSize)} test examples, ${epochWords(results)} ` +
    `in batches of ${task.batchSize}, ${counted(results.seeds, "seed")} each.${measure}`
  );
}

/** "cnn on CIFAR-10, 20 epochs", for titles. */
export function settingTitle(results: Results): string {
  const model = isOwnTask(results) ? "" : `${results.task.model} on `;
  return `${model}${results.task.name}, ${epochWords(results)}`;
}

/** "20 epochs", or "25, 100 and 400 epochs" where series differ. */
function epochWords({ series }: Pick<Results, "series">): string {
  const epochs = [...new Set(Object.values(series).map((one) => one.epochs))].sort((a, b) => a - b);
  if (epochs.length === 0) return "no epochs";
  return epochs.length === 1 ? counted(epochs[0]!, "epoch") : `${listed(epochs.map(count))} epochs`;
}

/** How far the budget is from that of the paper's Figures 1 and 2. */
export function budgetSentence({ task, series }: Results): string {
  const epochs = Math.max(0, ...Object.values(series).map((one) => one.epochs));
  return (
    `The paper trained 11.6 million parameters for 100 epochs on 50,000 images, ${count(100 * 50_000)} images a run; ` +
    `here it is ${counted(task.parameters, "parameter")} and ${count(epochs * task.trainSize)} examples a run.`
  );
}

/** A user's own task brings its own model, which the task does not name. */
const isOwnTask = ({ task }: Results) => isModule(task.dataset);
