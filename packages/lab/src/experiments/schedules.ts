import type { Series } from "../results.js";
import { paperBudget, smallBudget } from "./budgets.js";
import { type Experiment, geometric } from "./experiment.js";
import { type Axes, paperOptimizers } from "./paperOptimizers.js";
import { cpuGrids, quickGrids } from "./smallGrids.js";

/** Adam and AdamW, each with every schedule: "adam-fixed", "adamw-fixed", "adam-step-drop" ... */
function eachSchedule(
  epochs: number,
  grids: Readonly<Record<"adam" | "adamw", Axes>>,
): Record<string, Series> {
  return Object.fromEntries(
    ["fixed", "step-drop", "cosine"].flatMap((schedule) =>
      (["adam", "adamw"] as const).map((name): [string, Series] => [
        `${name}-${schedule}`,
        { ...paperOptimizers[name], schedule, epochs, ...grids[name] },
      ]),
    ),
  );
}

/** The axes of the paper's Figure 1. */
const paperGrid = {
  learningRates: geometric(0.1, 0.1 / 1024, 1 / 2),
  weightDecays: [0, ...geometric(1e-3 / 32, 0.002, 2)],
};

/** The paper's Figure 1: does decoupled decay help with every schedule of the learning rate? */
export const schedules: Experiment = {
  name: "schedules",
  question: "Is AdamW better than Adam with L2 whichever way the learning rate is annealed?",
  presets: {
    quick: {
      summary: "ten minutes: a small CNN on 3,000 images of CIFAR-10 for 15 epochs",
      ...smallBudget({ trainSize: 3000, evaluateEvery: 5 }),
      seeds: 1,
      series: eachSchedule(15, quickGrids),
    },
    cpu: {
      summary:
        "two hours: the same CNN on 2,000 images for 60 epochs in batches of 8, on finer grids, 2 seeds",
      ...smallBudget({ trainSize: 2000, batchSize: 8, evaluateEvery: 15 }),
      seeds: 2,
      series: eachSchedule(60, cpuGrids),
    },
    gpu: {
      summary: "days on one GPU: Shake-Shake 26 2x32d on CIFAR-10 for 100 epochs, on coarser grids",
      ...paperBudget({ model: "shake-shake-26-2x32d", evaluateEvery: 10 }),
      seeds: 1,
      series: eachSchedule(100, {
        adam: {
          learningRates: geometric(0.1 / 4, 0.1 / 1024, 1 / 4),
          weightDecays: [0, ...geometric(1e-3 / 32, 0.002, 4)],
        },
        adamw: {
          learningRates: geometric(0.1 / 4, 0.1 / 1024, 1 / 4),
          weightDecays: [0, ...geometric(1e-3 / 16, 0.001, 2)],
        },
      }),
    },
    paper: {
      summary: "weeks on many GPUs: the paper's Figure 1, Shake-Shake 26 2x64d for 100 epochs, 528 trainings",
      ...paperBudget({ model: "shake-shake-26-2x64d", evaluateEvery: 1 }),
      seeds: 1,
      series: eachSchedule(100, { adam: paperGrid, adamw: paperGrid }),
    },
  },
  lines: async (results) => (await import("../report/schedulesLines.js")).schedulesLines(results),
  report: async (results) => (await import("../report/schedules.js")).schedulesReport(results),
};
