import type { OptionValue } from "../../training/trial.js";
import { axisDomain, axisTicks } from "../axisScale.js";
import type { Curve } from "../curves.js";
import { type Axis, drawLineChart, type Line, type LinePanel } from "../lineChart.js";
import { lineStyle } from "../lineStyle.js";
import type { Figure } from "../parts.js";
import { capitalized } from "../words.js";
import { errorAfter, type SettingResult, settingWords, valueWords } from "./settings.js";

/** From this ratio of the largest to the least value on, an axis is logarithmic. */
const LOGARITHMIC = 5;
/** The share of an axis that is left free at both ends. */
const ROOM = 0.05;
/** So many values have room beneath an axis. */
const MOST_TICKS = 9;
/** So many settings are drawn as curves. */
const CURVES = 5;

/**
 * Test error against each thing that was varied, a dot for each setting; none where nothing was.
 *
 * @param errorWords what it is called.
 */
export function errorOverSettingsFigure(
  settings: readonly SettingResult[],
  varied: readonly (readonly [string, readonly OptionValue[]])[],
  names: Readonly<Record<string, string>>,
  errorWords: string,
): Figure[] {
  const panels = varied.map(([name, values]): LinePanel => {
    const { axis, at } = axisOfValues(name, values);
    const dots = (own: readonly SettingResult[], error: (one: SettingResult) => number | null) =>
      own.flatMap((one) => (name in one.values ? [{ x: at(one.values[name]!), y: error(one) }] : []));
    const lines = Object.entries(names).map(
      ([series, title], i): Line => ({
        name: title,
        color: lineStyle(i).color,
        dots: "only",
        opacity: 0.8,
        points: dots(
          settings.filter((one) => one.series === series),
          ({ error }) => error,
        ),
      }),
    );
    const stopped = settings.filter(({ stoppedAfter }) => stoppedAfter !== null);
    if (stopped.length > 0) {
      lines.push({
        name: "stopped early: the error then",
        color: "currentColor",
        opacity: 0.3,
        dots: "only",
        points: dots(stopped, (one) => errorAfter(one, one.stoppedAfter!)),
      });
    }
    return { title: name, x: axis, y: { label: `${errorWords}, %` }, lines };
  });
  if (panels.length === 0) return [];
  return [
    {
      file: "settings",
      title: `${capitalized(errorWords)} over each setting`,
      description: `A dot for each setting, against ${varied.map(([name]) => name).join(", ")}.`,
      drawing: drawLineChart(panels),
      caption: "Each dot is a setting, the mean of its seeds; what diverged or failed is not drawn.",
    },
  ];
}

/**
 * The axis of what was varied: logarithmic where values differ by a factor, with zero beside the least of the others;
 * places side by side for what are no numbers.
 */
function axisOfValues(
  label: string,
  values: readonly OptionValue[],
): { axis: Axis; at: (value: OptionValue) => number } {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.length) {
    return {
      axis: {
        label,
        domain: [-0.5, values.length - 0.5],
        ticks: values.map((_, i) => i),
        words: (place) => valueWords(values[place]!),
      },
      at: (value) => values.indexOf(value),
    };
  }
  const above = numbers.filter((value) => value > 0);
  const [least, next] = above;
  const isLog =
    least !== undefined && above.at(-1)! >= LOGARITHMIC * least && numbers.every((value) => value >= 0);
  const scale = isLog ? "log" : "linear";
  const zero = isLog ? least / Math.min(10, next! / least) : 0;
  const at = (value: OptionValue) => (value === 0 ? zero : Number(value));
  const places = numbers.map(at);
  const round = axisTicks(scale, [isLog ? least : places[0]!, places.at(-1)!]);
  return {
    axis: {
      label,
      scale,
      domain: axisDomain(scale, places, ROOM),
      ticks: apart(scale, places) ? places : isLog && numbers[0] === 0 ? [zero, ...round] : round,
      words: (place) => valueWords(place === zero ? 0 : place),
    },
    at,
  };
}

/** Whether all values can be written beneath an axis. @param values ascending. */
function apart(scale: "log" | "linear", values: readonly number[]): boolean {
  const places = values.map((value) => (scale === "log" ? Math.log(value) : value));
  const span = places.at(-1)! - places[0]!;
  return places.every((place, i) => i === 0 || place - places[i - 1]! >= span / MOST_TICKS);
}

/** How the best settings learned. */
export function bestSettingsCurves(settings: readonly SettingResult[], varied: readonly string[]): Curve[] {
  return settings
    .filter(({ error }) => error !== null)
    .slice(0, CURVES)
    .map((one) => ({
      name: settingWords(one, varied),
      trials: one.trials.filter(({ outcome }) => outcome === "finished"),
    }));
}
