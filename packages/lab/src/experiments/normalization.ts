import type { Series } from "../results.js";
import { imageNet32Budget, paperBudget, smallBudget } from "./budgets.js";
import { type Experiment, geometric, type Preset } from "./experiment.js";
import { paperOptimizers } from "./paperOptimizers.js";

interface Settings {
  budgets: readonly number[];
  learningRates: number[];
  /** Decays as they are. */
  raw: number[];
  /** Decays to be divided by the square root of the updates. */
  normalized: number[];
}

/** AdamW over decoupled and over normalized decays, each at every budget: "raw-25", "normalized-25" ... */
function series({ budgets, learningRates, raw, normalized }: Settings): Preset["series"] {
  return Object.fromEntries(
    budgets.flatMap((epochs): [string, Series][] => {
      const adamw = { ...paperOptimizers.adamw, schedule: "cosine", epochs, learningRates };
      return [
        [`raw-${epochs}`, { ...adamw, weightDecays: raw }],
        [`normalized-${epochs}`, { ...adamw, decay: "normalized", weightDecays: normalized }],
      ];
    }),
  );
}

/** AdamW and SGDW over normalized decays, each at every budget: "normalized-1", "sgdw-normalized-1" ... */
function normalizedSeries(budgets: readonly number[], normalized: number[]): Preset["series"] {
  // The learning rates of AdamW's other rows; SGDW's are larger as 0.05 is than 0.001, with which the paper's authors'
  // code has the two.
  const adamw = { ...paperOptimizers.adamw, learningRates: geometric(0.01 / 64, 0.01 / 2, 2) };
  const sgdw = { ...paperOptimizers.sgdw, learningRates: geometric(0.5 / 64, 0.5 / 2, 2) };
  const shared = { decay: "normalized", schedule: "cosine", weightDecays: normalized } as const;
  return Object.fromEntries(
    budgets.flatMap((epochs): [string, Series][] => [
      [`normalized-${epochs}`, { ...adamw, ...shared, epochs }],
      [`sgdw-normalized-${epochs}`, { ...sgdw, ...shared, epochs }],
    ]),
  );
}

/**
 * The paper's Supplementary Figure 3: does normalized decay keep its value when training gets longer? Only where
 * training ends counts, so the test set is looked at no more often than the longest budget is long.
 */
export const normalization: Experiment = {
  name: "normalization",
  question: "Does the normalized weight decay that suits a short training suit a long one too?",
  presets: {
    // So few images that even the small network begins to fit them: where it cannot, decay does next to nothing.
    quick: {
      summary: "ten minutes: a small CNN on 500 images of CIFAR-10 for 16, 64 and 256 epochs, 3 seeds",
      ...smallBudget({ trainSize: 500, evaluateEvery: 256 }),
      seeds: 3,
      series: series({
        budgets: [16, 64, 256],
        learningRates: [0.001],
        raw: geometric(2.5e-4, 0.02025, 3),
        normalized: geometric(0.005, 0.405, 3),
      }),
    },
    cpu: {
      summary: "an hour and a quarter: the same CNN on 1,000 images for 25, 100 and 400 epochs, 6 seeds",
      ...smallBudget({ trainSize: 1000, evaluateEvery: 400 }),
      seeds: 6,
      series: series({
        budgets: [25, 100, 400],
        learningRates: [0.001],
        raw: geometric(2.5e-4, 0.016, 2),
        normalized: geometric(0.00625, 0.4, 2),
      }),
    },
    gpu: {
      summary: "days on one GPU: Shake-Shake 26 2x32d on CIFAR-10 for 10, 40 and 160 epochs",
      ...paperBudget({ model: "shake-shake-26-2x32d", evaluateEvery: 160 }),
      seeds: 2,
      series: series({
        budgets: [10, 40, 160],
        learningRates: [0.00125],
        raw: geometric(0.001 / 16, 0.002, 2),
        normalized: geometric(1 / 80, 1 / 5, 2),
      }),
    },
    paper: {
      summary:
        "weeks on many GPUs: the paper's Supplementary Figure 3, Shake-Shake 26 2x64d for 25, 100 and 400 epochs",
      ...paperBudget({ model: "shake-shake-26-2x64d", evaluateEvery: 400 }),
      // The paper does not say how often it trained each cell; its heat maps look like single runs.
      seeds: 1,
      series: series({
        budgets: [25, 100, 400],
        learningRates: geometric(0.01 / 64, 0.01 / 2, 2),
        raw: geometric(0.001 / 16, 0.001, 2),
        normalized: geometric(1 / 80, 1 / 5, 2),
      }),
    },
    "paper-imagenet32": {
      summary:
        "a month on many GPUs: the lower rows of the paper's Supplementary Figure 3, AdamW and SGDW on ImageNet32x32 for 1, 16 and 64 epochs; needs --dataset imagenet32:<folder>",
      // Network, optimizers and convention are the paper's. Its epochs are printed in the figure alone, from which a
      // machine read 1, 16 (perhaps another number) and 64; the axes are assumed to be those of the second row.
      ...imageNet32Budget({ model: "shake-shake-26-2x64d", evaluateEvery: 64 }),
      seeds: 1,
      series: normalizedSeries([1, 16, 64], geometric(1 / 80, 1 / 5, 2)),
    },
  },
  lines: async (results) => (await import("../report/normalization/report.js")).normalizationLines(results),
  report: async (results) => (await import("../report/normalization/report.js")).normalizationReport(results),
};
