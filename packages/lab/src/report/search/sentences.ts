import { isRange } from "../../measures/bootstrap.js";
import type { Results } from "../../results.js";
import type { OptionValue } from "../../training/trial.js";
import { errs, isClassification } from "../errorWords.js";
import { chanceDifference } from "../sentences.js";
import { count, counted, points, withInterval } from "../words.js";
import { type SettingResult, settingWords } from "./settings.js";

/** So many trials that diverged or failed are named. */
const NAMED = 30;

/** What is best, and how far chance explains that, from the numbers alone. */
export function searchHeadline(
  settings: readonly SettingResult[],
  varied: readonly string[],
  results: Results,
): string[] {
  const [best] = settings;
  if (best === undefined || best.error === null)
    return ["Nothing has finished, so there is nothing to say yet."];
  const which = settings.length === 1 ? "The training" : `The best of ${count(settings.length)} settings`;
  const how = withInterval(best.error, best.interval, points);
  const error = isClassification(results)
    ? `${errs(results)} on ${how} % of the test examples`
    : `has a test error of ${how} %`;
  const spread = isRange(best.seeds) ? "their range" : "its 95 % bootstrap interval";
  const seeds =
    best.seeds === 1 ? "with one seed" : `the mean of ${best.seeds} seeds, in parentheses ${spread}`;
  const sentence = `${which}, ${settingWords(best, varied)}, ${error}, ${seeds}.`;
  const { testSize } = results.task;
  const chance = chanceDifference(best.error, results);
  if (settings.length === 1 || chance === null) return [sentence];
  const near = settings
    .slice(1)
    .filter(({ error }) => error !== null && error - best.error! <= chance).length;
  return [
    sentence,
    `${near === 0 ? "No other setting lies" : `${counted(near, "other setting")} ${near === 1 ? "lies" : "lie"}`} ` +
      `within ${points(chance)} points of it, which is how far the choice of ${count(testSize)} test examples ` +
      "alone sets two equal networks apart in 19 cases of 20.",
  ];
}

/** What to keep in mind: where the best lies at an end of what was tried, and that it was chosen on the test set. */
export function searchNotes(
  settings: readonly SettingResult[],
  varied: readonly (readonly [string, readonly OptionValue[]])[],
): string[] {
  const [best] = settings;
  if (best === undefined || best.error === null || settings.length === 1) return [];
  const edges = varied.flatMap(([name, values]) => {
    const value = best.values[name];
    if (typeof value !== "number" || value === 0 || values.length < 3) return [];
    if (value === values[0]) return [`The best ${name} is the least that was tried: less may be better.`];
    return value === values.at(-1)
      ? [`The best ${name} is the largest that was tried: more may be better.`]
      : [];
  });
  return [
    ...edges,
    "The best setting was chosen by the test examples that it is judged on; on new ones it will be a little worse.",
  ];
}

/** The trials that diverged or failed, each with what went wrong. */
export function troubles(settings: readonly SettingResult[], varied: readonly string[]): string[] {
  const all = settings.flatMap((one) =>
    one.trials.flatMap(({ seed, outcome, message, history }) => {
      const who = `${settingWords(one, varied)}, seed ${seed}`;
      if (outcome === "diverged") return [`${who}: diverged in epoch ${history.length + 1}.`];
      return outcome === "failed" ? [`${who}: failed: ${message ?? "nobody knows why"}.`] : [];
    }),
  );
  const more = all.length - NAMED;
  return more > 0 ? [...all.slice(0, NAMED), `And ${count(more)} more; trials.csv has them all.`] : all;
}
