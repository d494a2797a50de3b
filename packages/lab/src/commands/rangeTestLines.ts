import type { FoundLearningRate } from "lehr";
import { drawLineChart } from "../terminal/lineChart.js";

const ENDS: Record<FoundLearningRate["stopped"], string> = {
  finished: "The loss did not grow up to the last rate; a larger --to would show where it does.",
  diverged: "It ended where the loss had grown to four times its least.",
  notFinite: "It ended where the loss was no finite number any more.",
};

const RATES = [
  ["valley", "in the middle of the loss's longest way down; robust where it is noisy"],
  ["steepest", "where it falls fastest"],
  ["minimumOverTen", "a tenth of where it is least; the safe choice"],
] as const;

/**
 * A learning-rate range test as lines for the terminal: the smoothed loss, how it ended, what to begin with.
 *
 * @param columns of the drawing; null draws none.
 */
export function rangeTestLines({ history, stopped, suggestions }: FoundLearningRate, columns: number | null) {
  const told = RATES.flatMap(([key, words]) => {
    const rate = suggestions[key];
    return rate === undefined ? [] : [`  ${rate.toPrecision(2).padEnd(9)} ${words}`];
  });
  const rates = Object.values(suggestions).filter((rate) => rate !== undefined);
  const chart =
    columns === null || history.length === 0
      ? []
      : drawLineChart(
          {
            title: "Training loss, smoothed, over the logarithm of the learning rate (▲: suggested)",
            points: history.map(({ learningRate, smoothed }) => ({
              x: Math.log10(learningRate),
              y: smoothed,
            })),
            marks: rates.map(Math.log10),
            unit: "(log10)",
          },
          columns,
        );
  return [
    ...chart,
    ...(chart.length > 0 ? [""] : []),
    ENDS[stopped],
    ...(told.length > 0
      ? ["Learning rates to begin with:", ...told]
      : ["The loss never fell: nothing can be suggested."]),
  ];
}
