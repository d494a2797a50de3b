import type { Series } from "../results.js";
import { paperBudget, smallBudget } from "./budgets.js";
import { type Experiment, geometric } from "./experiment.js";
import { type Axes, type PaperOptimizer, paperOptimizers } from "./paperOptimizers.js";
import { cpuGrids, quickGrids } from "./smallGrids.js";

/** One series per optimizer, each on its grid, annealed by cosine over so many epochs. */
function cosine(epochs: number, grids: Readonly<Record<PaperOptimizer, Axes>>): Record<string, Series> {
  const names = Object.keys(paperOptimizers) as PaperOptimizer[];
  return Object.fromEntries(
    names.map((name) => [name, { ...paperOptimizers[name], schedule: "cosine", epochs, ...grids[name] }]),
  );
}

/** The axes of the paper's Figure 2. */
const paperGrid = {
  sgd: { learningRates: geometric(1, 1 / 1024, 1 / 2), weightDecays: [0, ...geometric(1e-3 / 32, 0.016, 2)] },
  adam: {
    learningRates: geometric(0.1, 0.1 / 1024, 1 / 2),
    weightDecays: [0, ...geometric(1e-3 / 32, 0.016, 2)],
  },
};

/** Every other row of the paper's Figure 2 but the outermost, and of its columns those that show the basins. */
const coarseGrid = {
  sgd: {
    learningRates: geometric(1 / 2, 1 / 512, 1 / 4),
    weightDecays: [0, ...geometric(6.25e-5, 0.016, 4)],
  },
  sgdw: {
    learningRates: geometric(1 / 2, 1 / 512, 1 / 4),
    weightDecays: [0, ...geometric(6.25e-5, 0.001, 2)],
  },
  adam: {
    learningRates: geometric(0.1 / 4, 0.1 / 1024, 1 / 4),
    weightDecays: [0, ...geometric(3.125e-5, 0.008, 4)],
  },
  adamw: {
    learningRates: geometric(0.1 / 4, 0.1 / 1024, 1 / 4),
    weightDecays: [0, ...geometric(6.25e-5, 0.001, 2)],
  },
};

/** The paper's Figure 2: is the best weight decay the same at every learning rate? */
export const decoupling: Experiment = {
  name: "decoupling",
  question: "Does the weight decay that suits a network depend on the learning rate?",
  presets: {
    quick: {
      summary: "minutes: a small CNN on 3,000 images of CIFAR-10 for 20 epochs",
      ...smallBudget({ trainSize: 3000, evaluateEvery: 4 }),
      seeds: 1,
      series: cosine(20, quickGrids),
      usual: ["adam", "adamw"],
    },
    cpu: {
      summary:
        "an hour and a quarter: the same CNN on 2,000 images for 60 epochs in batches of 8, on finer grids, 2 seeds",
      ...smallBudget({ trainSize: 2000, batchSize: 8, evaluateEvery: 15 }),
      seeds: 2,
      series: cosine(60, cpuGrids),
    },
    gpu: {
      summary: "days on one GPU: Shake-Shake 26 2x32d on CIFAR-10 for 100 epochs, on coarser grids",
      ...paperBudget({ model: "shake-shake-26-2x32d", evaluateEvery: 10 }),
      seeds: 1,
      series: cosine(100, coarseGrid),
    },
    paper: {
      summary: "weeks on many GPUs: the paper's Figure 2, Shake-Shake 26 2x64d for 100 epochs, 484 trainings",
      ...paperBudget({ model: "shake-shake-26-2x64d", evaluateEvery: 1 }),
      seeds: 1,
      series: cosine(100, {
        sgd: paperGrid.sgd,
        sgdw: paperGrid.sgd,
        adam: paperGrid.adam,
        adamw: paperGrid.adam,
      }),
    },
  },
  lines: async (results) => (await import("../report/summaryLines.js")).summaryLines(results),
  report: async (results) => (await import("../report/decoupling.js")).decouplingReport(results),
};
