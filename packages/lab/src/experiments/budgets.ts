import { IMAGENET32_SCALES, PAPER_SCALES, SMALL_BUDGET_SCALES } from "../measures/scale.js";
import type { Preset } from "./experiment.js";

interface Looks {
  /** Epochs from one look at the test set to the next; it is looked at after the last epoch, too. */
  evaluateEvery: number;
}

interface SmallBudget extends Looks {
  trainSize: number;
  /** Default: 64. Small batches make many updates of few images, and decay acts by the update. */
  batchSize?: number;
}

/** A small CNN on so many images of CIFAR-10: what a processor trains in minutes. */
export function smallBudget({ trainSize, batchSize = 64, evaluateEvery }: SmallBudget) {
  return {
    task: { dataset: "cifar10", model: "cnn", trainSize, batchSize, evaluateEvery },
    scales: SMALL_BUDGET_SCALES,
  } satisfies Pick<Preset, "task" | "scales">;
}

interface PaperBudget extends Looks {
  model: `shake-shake-26-2x${number}d`;
}

/** One of the paper's Shake-Shake networks on all of CIFAR-10, in its batches of 128. */
export function paperBudget({ model, evaluateEvery }: PaperBudget) {
  return {
    task: { dataset: "cifar10", model, trainSize: null, batchSize: 128, evaluateEvery },
    scales: PAPER_SCALES,
  } satisfies Pick<Preset, "task" | "scales">;
}

/** The same on all of ImageNet32x32, of which the paper shows the top-5 error; where it lies, only the user knows. */
export function imageNet32Budget({ model, evaluateEvery }: PaperBudget) {
  return {
    task: { dataset: "imagenet32:<folder>", model, trainSize: null, batchSize: 128, evaluateEvery },
    scales: IMAGENET32_SCALES,
    error: "top-5",
  } satisfies Pick<Preset, "task" | "scales" | "error">;
}
