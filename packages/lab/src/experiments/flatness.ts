import type { Series, TrialResult } from "../results.js";
import type { OptionValue } from "../training/trial.js";
import { paperBudget, smallBudget } from "./budgets.js";
import type { Experiment, Preset, Solution } from "./experiment.js";

interface Settings {
  /** Epochs of the runs without restarts. */
  epochs: number;
  /** Epochs of the run with restarts: the end of a period. */
  restartEpochs: number;
  /** "restarts-<T_0 in epochs>-<T_mult>". */
  restarts: string;
  /** Of SGD, SAM and SWA. */
  learningRate: number;
  /** Of SGD, SAM and SWA. */
  l2: number;
  /** The radius of SAM's ascent. */
  rho: number;
}

/** SWA's schedule: a cosine that keeps a fifth of the learning rate, so that the weights it averages still differ. */
const stirred = JSON.stringify({ schedule: "cosine", floor: 0.2 });

/**
 * One setting of each optimizer, none of them tuned here. SGD, SAM and SWA share learning rate and L2 factor, so that
 * they differ in nothing else; AdamW and AdamWR have those of the experiment `restarts`, a learning rate of 0.001 and
 * a normalized decay of 0.025, as the paper's authors suggest.
 */
function series({ epochs, restartEpochs, restarts, learningRate, l2, rho }: Settings): Preset["series"] {
  const likeSgd = (
    optimizer: string,
    schedule: string,
    options: Readonly<Record<string, OptionValue>> = {},
  ): Series => ({
    optimizer,
    decay: "l2",
    schedule,
    options: { momentum: 0.9, ...options },
    epochs,
    learningRates: [learningRate],
    weightDecays: [l2],
  });
  const adamw = {
    optimizer: "adamw",
    decay: "normalized",
    options: {},
    learningRates: [0.001],
    weightDecays: [0.025],
  } satisfies Partial<Series>;
  return {
    sgd: likeSgd("sgd", "cosine"),
    sam: likeSgd("sam", "cosine", { rho }),
    swa: likeSgd("swa", stirred),
    adamw: { ...adamw, schedule: "cosine", epochs },
    adamwr: { ...adamw, schedule: restarts, epochs: restartEpochs },
  };
}

/**
 * Of small networks: the learning rate that the paper's authors' code suggests for SGD, the L2 factor usual for
 * CIFAR-10 (Foret et al. 2021; Izmailov et al. 2018), and SAM's default radius.
 */
const small = { learningRate: 0.05, l2: 5e-4, rho: 0.05 };

/** Of Shake-Shake: as SAM's authors trained it with 2x96d (Foret et al. 2021, Table 6). */
const shaken = { learningRate: 0.02, l2: 1e-3, rho: 0.02 };

/** Are solutions that generalize better flatter? Measured are the weights to be deployed. */
export const flatness: Experiment = {
  name: "flatness",
  question:
    "Do SAM, SWA, AdamW and AdamWR find flatter solutions than SGD, and do flatter ones generalize better?",
  presets: {
    quick: {
      summary:
        "ten minutes: a small CNN on 2,000 images of CIFAR-10 for 28 epochs, restarts after 4 and 12, 3 seeds",
      ...smallBudget({ trainSize: 2000, evaluateEvery: 2 }),
      seeds: 3,
      series: series({ ...small, epochs: 28, restartEpochs: 28, restarts: "restarts-4-2" }),
    },
    cpu: {
      summary: "an hour: the same CNN on 10,000 images for 70 epochs, restarts after 10 and 30, 5 seeds",
      ...smallBudget({ trainSize: 10_000, evaluateEvery: 2 }),
      seeds: 5,
      series: series({ ...small, epochs: 70, restartEpochs: 70, restarts: "restarts-10-2" }),
    },
    gpu: {
      summary:
        "days on one GPU: Shake-Shake 26 2x32d on CIFAR-10 for 150 epochs, restarts after 10, 30 and 70, 3 seeds",
      ...paperBudget({ model: "shake-shake-26-2x32d", evaluateEvery: 2 }),
      seeds: 3,
      series: series({ ...shaken, epochs: 150, restartEpochs: 150, restarts: "restarts-10-2" }),
    },
    paper: {
      summary:
        "months on one GPU: Shake-Shake 26 2x96d as in the paper's Figure 4, 1800 epochs; the paper measures no flatness",
      // The paper fixes network, epochs and restarts, and AdamW's setting as far as `restarts` says. It has neither SAM
      // nor SWA and measures no flatness: those settings are SAM's authors', the measures are other papers'.
      ...paperBudget({ model: "shake-shake-26-2x96d", evaluateEvery: 1 }),
      seeds: 3,
      series: series({ ...shaken, epochs: 1800, restartEpochs: 1500, restarts: "restarts-100-2" }),
    },
  },
  // What measures is loaded when there is something to measure: help should not wait for a tensor library.
  async measure(task, solution, _, options) {
    const { measureFlatness } = await import("../flatness/measureFlatness.js");
    return measureFlatness(task, solution, options);
  },
  keepWeights: true,
  async compare(task, solutions, options) {
    const { compareSolutions } = await import("../flatness/compareSolutions.js");
    return compareSolutions(task, bestOfFirstSeed(solutions), options);
  },
  lines: async (results) => (await import("../report/flatness/report.js")).flatnessLines(results),
  report: async (results) => (await import("../report/flatness/report.js")).flatnessReport(results),
};

/** Of each series the solution with the least test error among those of the first seed. */
function bestOfFirstSeed(solutions: readonly Solution[]) {
  const first = solutions.filter(({ trial }) => trial.seed === solutions[0]!.trial.seed);
  const best = new Map<string, Solution>();
  const error = ({ testError }: TrialResult) => testError ?? Number.POSITIVE_INFINITY;
  for (const one of first) {
    const known = best.get(one.trial.series);
    if (known === undefined || error(one.trial) < error(known.trial)) best.set(one.trial.series, one);
  }
  return [...best.values()].map(({ trial, weights }) => ({
    series: trial.series,
    seed: trial.seed,
    weights,
  }));
}
