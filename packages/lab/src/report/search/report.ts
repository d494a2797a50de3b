import type { Results } from "../../results.js";
import { curvesFigure } from "../curvesFigure.js";
import { errorName } from "../errorWords.js";
import { heatMapFigure } from "../heatMapFigure.js";
import { seriesNames } from "../names.js";
import { numbersTable } from "../numbersTable.js";
import type { ReportParts, Section } from "../parts.js";
import { settingSentence } from "../setting.js";
import { capitalized, counted, intervalsName, listed, points, withInterval } from "../words.js";
import { bestSettingsCurves, errorOverSettingsFigure } from "./figures.js";
import { searchHeadline, searchNotes, troubles } from "./sentences.js";
import {
  errorAfter,
  type SettingResult,
  settingResults,
  settingWords,
  valueWords,
  variedValues,
} from "./settings.js";

/** So many of the best settings are told on the terminal, and in the report. */
const [TOLD, LISTED] = [5, 25];

/** What a search found, for the terminal. */
export function searchLines(results: Results): string[] {
  const settings = settingResults(results);
  const varied = variedValues(settings).map(([name]) => name);
  const best = varied.length === 0 ? [] : settings.filter(({ error }) => error !== null).slice(0, TOLD);
  const errors = best.map(({ error, interval }) => `${withInterval(error, interval, points)} %`);
  const width = Math.max(0, ...errors.map((text) => text.length));
  return [
    ...best.map((one, i) => `${errors[i]!.padEnd(width)}  ${settingWords(one, varied)}`),
    ...(best.length > 0 ? [""] : []),
    ...searchHeadline(settings, varied, results),
    ...troubles(settings, varied),
  ];
}

/** What a search shows: its best settings, and how test error depends on each thing that was varied. */
export function searchReport(results: Results): ReportParts {
  const settings = settingResults(results);
  const varied = variedValues(settings);
  const names = varied.map(([name]) => name);
  const wrong = troubles(settings, names);
  const curves = curvesFigure(
    bestSettingsCurves(settings, names),
    settings.length === 1 ? "the training" : "the best settings",
    results,
  );
  const error = errorName(results);
  return {
    title: names.length === 0 ? "A training" : `What suits best: ${listed(names)}`,
    headline: searchHeadline(settings, names, results),
    setting: settingSentence(results),
    sections: [
      ...(varied.length === 0 ? [] : [bestSection(settings, varied, results)]),
      ...heatMapSection(results, settings, names),
      ...(varied.length === 0
        ? []
        : [
            {
              heading: `${capitalized(error)} over each setting`,
              figures: errorOverSettingsFigure(settings, varied, seriesNames(results.series), error),
            },
          ]),
      ...(curves.length > 0 ? [{ heading: "How the best learned", figures: curves }] : []),
      ...rungsSection(settings, names, error),
      ...(wrong.length > 0 ? [{ heading: "What went wrong", points: wrong }] : []),
    ],
  };
}

function bestSection(
  settings: readonly SettingResult[],
  varied: ReturnType<typeof variedValues>,
  results: Results,
): Section {
  const { seeds } = results;
  const error = errorName(results);
  const names = varied.map(([name]) => name);
  const best = settings.filter(({ error }) => error !== null).slice(0, LISTED);
  return {
    heading: "The best settings",
    tables: [
      numbersTable({
        caption: `Final ${error}${seeds > 1 ? `; in parentheses ${intervalsName(seeds)}` : ""}`,
        head: ["rank", ...names, `${error}, %`, "seeds"],
        rows: best.map((one, i) => [
          String(i + 1),
          ...names.map((name) => (name in one.values ? valueWords(one.values[name]!) : "")),
          withInterval(one.error, one.interval, points),
          String(one.seeds),
        ]),
      }),
    ],
    notes: searchNotes(settings, varied),
  };
}

/** Where learning rates and weight decays form a grid, it is drawn, at the other values of the best setting. */
function heatMapSection(
  results: Results,
  settings: readonly SettingResult[],
  names: readonly string[],
): Section[] {
  const all = Object.values(results.series);
  const grid = all.every(
    ({ learningRates, weightDecays }) => learningRates.length > 1 && weightDecays.length > 1,
  );
  if (results.preset !== "grid" || !grid) return [];
  const others = names.filter(
    (name) => !["optimizer", "decay", "schedule", "lr", "weightDecay"].includes(name),
  );
  const notes =
    others.length === 0 || settings.length === 0
      ? []
      : [`Of each map, ${listed(others)} are those of its best square.`];
  const title = `${capitalized(errorName(results))} over learning rate and weight decay`;
  return [{ heading: title, figures: [{ ...heatMapFigure(results), title }], notes }];
}

/** Who was stopped when; nothing where nobody was. */
function rungsSection(
  settings: readonly SettingResult[],
  names: readonly string[],
  errorWords: string,
): Section[] {
  const stopped = settings.filter(({ stoppedAfter }) => stoppedAfter !== null);
  const rungs = [...new Set(stopped.map(({ stoppedAfter }) => stoppedAfter!))].sort((a, b) => a - b);
  if (rungs.length === 0) return [];
  const least = (all: readonly SettingResult[], epoch: number) => {
    const errors = all.flatMap((one) => errorAfter(one, epoch) ?? []);
    return errors.length === 0 ? null : Math.min(...errors);
  };
  return [
    {
      heading: "Who was stopped early",
      paragraphs: [
        "Successive halving compares the settings after a few epochs, and lets only the best of them go on.",
      ],
      tables: [
        numbersTable({
          head: ["after epoch", "settings there", "stopped", "best error, %", "best of the stopped, %"],
          rows: rungs.map((epoch) => {
            const there = settings.filter((one) => errorAfter(one, epoch) !== null);
            const ended = stopped.filter(({ stoppedAfter }) => stoppedAfter === epoch);
            return [
              String(epoch),
              String(there.length),
              String(ended.length),
              points(least(there, epoch)),
              points(least(ended, epoch)),
            ];
          }),
        }),
        numbersTable({
          caption: `${counted(stopped.length, "setting")} stopped`,
          head: ["setting", "after epoch", `${errorWords} then, %`],
          rows: stopped
            .map((one) => ({ one, epoch: one.stoppedAfter!, error: errorAfter(one, one.stoppedAfter!) }))
            .sort((a, b) => b.epoch - a.epoch || (a.error ?? 0) - (b.error ?? 0))
            .map(({ one, epoch, error }) => [settingWords(one, names), String(epoch), points(error)]),
        }),
      ],
    },
  ];
}
