import { mean } from "../../measures/mean.js";
import { SUPPLEMENT_3_DECAYS, SUPPLEMENT_3_NORMALIZED } from "../../paper/supplement3.js";
import type { Results } from "../../results.js";
import { someTicks } from "../axisScale.js";
import { bandWords } from "../bandWords.js";
import { errorName } from "../errorWords.js";
import { drawLineChart, type Line, type LinePanel } from "../lineChart.js";
import { lineStyle } from "../lineStyle.js";
import type { Figure } from "../parts.js";
import { capitalized, count, intervalsName, listed } from "../words.js";
import {
  type BudgetRow,
  type Convention,
  type ConventionResult,
  conventionsOf,
  EXPECTED_SLOPES,
} from "./numbers.js";
import { PAPER_BESTS } from "./paper.js";

const AXES: Readonly<Record<Convention, string>> = {
  raw: "decoupled decay λ",
  normalized: "normalized decay λ",
  "sgdw-normalized": "normalized decay λ",
};
const TITLES: Readonly<Record<Convention, string>> = {
  raw: "decay as it is",
  normalized: "normalized decay",
  "sgdw-normalized": "normalized decay of SGDW",
};

/** How many tolerances above the best a decay may lie to be drawn. */
const SPAN = 3;

/** Test error over the decay, a line a budget, counted from the best of each so that the basins compare. */
export function errorOverDecayFigure(
  numbers: Record<Convention, ConventionResult>,
  results: Results,
): Figure {
  const room = SPAN * results.scales.error.tolerance;
  const shown = conventionsOf(numbers);
  const panel = (convention: Convention): LinePanel => ({
    title: TITLES[convention],
    x: { label: AXES[convention], scale: "log", ticks: decays(numbers[convention]) },
    y: { label: "points above the best of the budget", domain: [-room / 20, room] },
    height: 320,
    lines: numbers[convention].rows.map(
      (row, i): Line => ({
        name: `${count(row.epochs)} epochs`,
        ...lineStyle(i),
        dots: "also",
        points: basin(row, room),
      }),
    ),
  });
  return {
    file: "error-over-decay",
    title: `${capitalized(errorName(results))} over the decay, by length of training`,
    description: `${capitalized(listed(shown.map((one) => TITLES[one])))}, from left to right; each line is a budget.`,
    caption:
      `${capitalized(bandWords(results.seeds))}, counted from the best decay of each budget; decays that cost more than ` +
      `${room} points are not drawn. If normalization works, the basins of normalized decay lie above one another.`,
    drawing: drawLineChart(shown.map(panel)),
  };
}

/** The normalized panels of the paper drawn in the same way. */
export function paperFigure(): Figure {
  const panel = SUPPLEMENT_3_NORMALIZED.map(({ epochs, error }, i): Line => {
    const row = SUPPLEMENT_3_DECAYS.flatMap((x, column) => {
      const measured = error.map((cells) => cells[column] ?? null).filter((value) => value !== null);
      return measured.length === 0 ? [] : [{ x, y: Math.min(...measured) }];
    });
    const least = Math.min(...row.map(({ y }) => y));
    const points = row.map(({ x, y }) => ({ x, y: y - least }));
    return { name: `${epochs} epochs`, ...lineStyle(i), dots: "also", points };
  });
  return {
    file: "error-over-decay-paper",
    title: "The paper's Supplementary Figure 3: test error over the normalized decay",
    description:
      "AdamW, Shake-Shake 26 2x64d on CIFAR-10 for 25, 100 and 400 epochs; each decay with its best learning rate.",
    caption:
      "Read off the printed colours of Loshchilov & Hutter, to 0.06 points. Of the row with decay as it is, only the best cells are known.",
    drawing: drawLineChart([
      {
        title: TITLES.normalized,
        x: { label: AXES.normalized, scale: "log", ticks: SUPPLEMENT_3_DECAYS },
        y: { label: "points above the best of the budget" },
        lines: panel,
      },
    ]),
  };
}

/** The best decays over the updates of a training, here and in the paper. */
export function bestDecayFigure(
  numbers: Record<Convention, ConventionResult>,
  { seeds }: Pick<Results, "seeds">,
): Figure {
  const panel = (convention: Convention): LinePanel => ({
    title: TITLES[convention],
    x: { label: "updates", scale: "log" },
    y: { label: `best ${AXES[convention]}`, scale: "log", domain: equalSpan(convention, numbers) },
    lines: [
      {
        name: "here",
        ...lineStyle(0),
        dots: "also",
        points: numbers[convention].rows.map(({ updates, best, interval }) => ({
          x: updates,
          y: best?.weightDecay ?? null,
          low: interval?.[0] ?? null,
          high: interval?.[1] ?? null,
        })),
      },
      {
        name: "the paper",
        ...lineStyle(1),
        dots: "also",
        points: PAPER_BESTS[convention].map(({ updates, weightDecay }) => ({ x: updates, y: weightDecay })),
      },
      {
        name: "the paper's rule",
        color: "currentColor",
        dash: "1,4",
        width: 1.6,
        opacity: 0.7,
        points: ruleLine(convention, numbers),
      },
    ],
  });
  return {
    file: "best-decay",
    title: "The best decay over the length of training",
    description: "Decay as it is should fall with the root of the updates, normalized decay should stay.",
    caption:
      "The lowest point of a parabola through the best decay and its neighbours" +
      `${seeds > 1 ? `; bands are ${intervalsName(seeds)}` : ""}. ` +
      "Budgets whose best decay lies at an end of the row are not shown. The panels span equally many powers of ten.",
    drawing: drawLineChart(conventionsOf(numbers).map(panel)),
  };
}

function decays({ rows }: ConventionResult): number[] {
  const all = rows.flatMap(({ measured }) => measured.map(({ weightDecay }) => weightDecay));
  return someTicks([...new Set(all)].sort((a, b) => a - b));
}

function basin({ measured }: BudgetRow, room: number): Line["points"] {
  const least = Math.min(...measured.map(({ error }) => error));
  const above = (value: number) => Math.max(-room / 20, Math.min(room, value - least));
  return measured
    .filter(({ error }) => error - least <= room)
    .map((one) => ({
      x: one.weightDecay,
      y: one.error - least,
      low: one.interval && above(one.interval[0]),
      high: one.interval && above(one.interval[1]),
    }));
}

/** What the rule would make of our best decays: its slope, through the middle of them. */
function ruleLine(convention: Convention, numbers: Record<Convention, ConventionResult>): Line["points"] {
  const told = numbers[convention].rows.flatMap(({ updates, best }) =>
    best?.weightDecay == null ? [] : [{ x: Math.log(updates), y: Math.log(best.weightDecay) }],
  );
  if (told.length < 2) return [];
  const [middleX, middleY] = [mean(told.map(({ x }) => x)), mean(told.map(({ y }) => y))];
  return [told[0]!, told.at(-1)!].map(({ x }) => ({
    x: Math.exp(x),
    y: Math.exp(middleY + EXPECTED_SLOPES[convention] * (x - middleX)),
  }));
}

/** A slope is an angle, so all panels span as many powers of ten: those that the widest of them needs. */
function equalSpan(convention: Convention, numbers: Record<Convention, ConventionResult>): [number, number] {
  const spanOf = (of: Convention) => {
    const here = numbers[of].rows.flatMap(({ best, interval }) => [
      best?.weightDecay ?? [],
      ...(interval ?? []),
    ]);
    const all = [...here.flat(), ...PAPER_BESTS[of].map(({ weightDecay }) => weightDecay)];
    if (all.length === 0) return { middle: 0, span: Math.LN10 };
    const [low, high] = [Math.log(Math.min(...all)), Math.log(Math.max(...all))];
    return { middle: (low + high) / 2, span: high - low };
  };
  const { middle } = spanOf(convention);
  const half = 0.56 * Math.max(...conventionsOf(numbers).map((one) => spanOf(one).span));
  return [Math.exp(middle - half), Math.exp(middle + half)];
}
