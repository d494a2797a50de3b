import { paperBudget, smallBudget } from "./budgets.js";
import { type Experiment, geometric, type Preset } from "./experiment.js";
import { paperOptimizers } from "./paperOptimizers.js";

interface Settings {
  epochs: number;
  /** Adam's L2 factors. */
  l2: number[];
  /** AdamW's decays, to be divided by the square root of the updates. */
  normalized: number[];
}

/** Adam over L2 factors against AdamW over normalized decays, one cosine, one learning rate, as in the paper. */
function series({ epochs, l2, normalized }: Settings): Preset["series"] {
  const shared = { schedule: "cosine", epochs, learningRates: [0.001] };
  return {
    adam: { ...paperOptimizers.adam, ...shared, weightDecays: l2 },
    adamw: { ...paperOptimizers.adamw, decay: "normalized", ...shared, weightDecays: normalized },
  };
}

/** The paper's Figure 3: is the test error lower at the same training loss? */
export const generalization: Experiment = {
  name: "generalization",
  question: "Does AdamW generalize better than Adam at the same training loss?",
  presets: {
    // So few images that even the small network begins to fit them: where it cannot, decay does next to nothing.
    quick: {
      summary: "ten minutes: a small CNN on 500 images of CIFAR-10 for 200 epochs, 3 seeds",
      ...smallBudget({ trainSize: 500, evaluateEvery: 8 }),
      seeds: 3,
      series: series({ epochs: 200, l2: geometric(4e-4, 0.1024, 4), normalized: geometric(0.025, 0.4, 2) }),
    },
    cpu: {
      summary: "an hour and a quarter: the same CNN on 1,000 images for 600 epochs, 4 seeds",
      ...smallBudget({ trainSize: 1000, evaluateEvery: 20 }),
      seeds: 4,
      series: series({
        epochs: 600,
        l2: geometric(2.5e-5, 0.4096, 4),
        normalized: geometric(0.0125, 0.8, 2),
      }),
    },
    gpu: {
      summary: "days on one GPU: Shake-Shake 26 2x32d on CIFAR-10 for 200 epochs, 3 seeds",
      ...paperBudget({ model: "shake-shake-26-2x32d", evaluateEvery: 2 }),
      seeds: 3,
      series: series({
        epochs: 200,
        l2: geometric(4e-6, 0.001024, 4),
        normalized: geometric(0.0125, 0.2, 2),
      }),
    },
    paper: {
      summary: "months on one GPU: the paper's Figure 3, Shake-Shake 26 2x96d for 1800 epochs",
      ...paperBudget({ model: "shake-shake-26-2x96d", evaluateEvery: 1 }),
      // The paper does not say how often it trained each setting; its curves look like single runs.
      seeds: 1,
      series: series({
        epochs: 1800,
        // Halvings of 5e-4, and one odd step at the end of the figure.
        l2: [2e-7, ...geometric(5e-4 / 2 ** 10, 5e-4, 2)],
        normalized: geometric(0.00625, 0.4, 2),
      }),
    },
  },
  lines: async (results) => (await import("../report/generalization/report.js")).generalizationLines(results),
  report: async (results) =>
    (await import("../report/generalization/report.js")).generalizationReport(results),
};
