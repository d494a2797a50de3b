import type { Series } from "../results.js";
import { imageNet32Budget, paperBudget, smallBudget } from "./budgets.js";
import type { Experiment, Preset } from "./experiment.js";
import { paperOptimizers } from "./paperOptimizers.js";

interface Settings {
  /** Epochs of the runs with one cosine. */
  epochs: number;
  /** Epochs of the runs with restarts: the end of a period. */
  restartEpochs: number;
  /** "restarts-<T_0 in epochs>-<T_mult>". */
  restarts: string;
  /** Adam's L2 factor. */
  l2: number;
}

/**
 * The five lines of Figure 4. The paper leaves open the learning rate and decay of SGDW, SGDWR and AdamWR: its
 * authors' code suggests 0.05 for SGD, and one normalized decay, 0.025, for all.
 */
function series({ epochs, restartEpochs, restarts, l2 }: Settings): Preset["series"] {
  const adam = { ...paperOptimizers.adam, learningRates: [0.001], weightDecays: [l2] };
  const normalized = { decay: "normalized", weightDecays: [0.025] } satisfies Partial<Series>;
  const adamw = { ...paperOptimizers.adamw, ...normalized, learningRates: [0.001] };
  const sgdw = { ...paperOptimizers.sgdw, ...normalized, learningRates: [0.05] };
  const single = { schedule: "cosine", epochs };
  const restarted = { schedule: restarts, epochs: restartEpochs };
  return {
    adam: { ...adam, ...single },
    adamw: { ...adamw, ...single },
    sgdw: { ...sgdw, ...single },
    adamwr: { ...adamw, ...restarted },
    sgdwr: { ...sgdw, ...restarted },
  };
}

/** The paper's Figure 4: are good solutions found earlier with warm restarts? */
export const restarts: Experiment = {
  name: "restarts",
  question: "Do warm restarts find good solutions earlier?",
  presets: {
    quick: {
      summary:
        "ten minutes: a small CNN on 3,000 images of CIFAR-10 for 60 epochs, restarts after 4, 12 and 28, 3 seeds",
      ...smallBudget({ trainSize: 3000, evaluateEvery: 1 }),
      seeds: 3,
      series: series({ epochs: 60, restartEpochs: 60, restarts: "restarts-4-2", l2: 1e-5 }),
    },
    cpu: {
      summary:
        "an hour and a half: the same CNN on 10,000 images for 150 epochs, restarts after 10, 30 and 70, 5 seeds",
      ...smallBudget({ trainSize: 10_000, evaluateEvery: 1 }),
      seeds: 5,
      series: series({ epochs: 150, restartEpochs: 150, restarts: "restarts-10-2", l2: 1e-5 }),
    },
    gpu: {
      summary:
        "days on one GPU: Shake-Shake 26 2x32d on CIFAR-10 for 150 epochs, restarts after 10, 30 and 70, 3 seeds",
      ...paperBudget({ model: "shake-shake-26-2x32d", evaluateEvery: 1 }),
      seeds: 3,
      series: series({ epochs: 150, restartEpochs: 150, restarts: "restarts-10-2", l2: 1.6e-5 }),
    },
    paper: {
      summary: "a month on one GPU: the paper's Figure 4, 1800 epochs, restarts after 100, 300 and 700",
      // The paper does not name the network; that its ends are those of Figure 3 says that it is the same.
      ...paperBudget({ model: "shake-shake-26-2x96d", evaluateEvery: 1 }),
      seeds: 1,
      // Adam's end, 3.55 %, is that of the L2 factor 5e-4 / 2^9 in Figure 3.
      series: series({ epochs: 1800, restartEpochs: 1500, restarts: "restarts-100-2", l2: 5e-4 / 2 ** 9 }),
    },
    "paper-imagenet32": {
      summary:
        "months on one GPU: the right half of the paper's Figure 4, ImageNet32x32 for 150 epochs, restarts after 10, 30 and 70; needs --dataset imagenet32:<folder>",
      // The network is that of Supplementary Figure 4. Of the optimizers' settings here the paper says nothing: they are
      // assumed to be those on CIFAR-10, Adam's L2 factor included.
      ...imageNet32Budget({ model: "shake-shake-26-2x96d", evaluateEvery: 1 }),
      seeds: 1,
      series: series({ epochs: 150, restartEpochs: 150, restarts: "restarts-10-2", l2: 5e-4 / 2 ** 9 }),
    },
  },
  lines: async (results) => (await import("../report/restarts/report.js")).restartsLines(results),
  report: async (results) => (await import("../report/restarts/report.js")).restartsReport(results),
};
