import { bestDecay, budgetSlope } from "../../measures/bestDecay.js";
import {
  SUPPLEMENT_3_DECAYS,
  SUPPLEMENT_3_NORMALIZED,
  SUPPLEMENT_3_RAW,
  SUPPLEMENT_3_UPDATES_PER_EPOCH,
} from "../../paper/supplement3.js";
import type { Convention } from "./numbers.js";

/** The best decay of a budget in the paper. */
interface PaperBest {
  epochs: number;
  updates: number;
  weightDecay: number;
  error: number;
}

/**
 * The best decays of the paper's Supplementary Figure 3, found as those of a run are where the whole row is known;
 * of the raw decays only the best cells are, and equally good ones count as the decay half-way between. All are
 * AdamW's on CIFAR-10: of the rows on ImageNet32x32, SGDW's among them, nothing was read.
 */
export const PAPER_BESTS: Readonly<Record<Convention, readonly PaperBest[]>> = {
  raw: SUPPLEMENT_3_RAW.map(({ epochs, weightDecay, error }) => ({
    epochs,
    updates: epochs * SUPPLEMENT_3_UPDATES_PER_EPOCH,
    weightDecay: Math.exp(
      weightDecay.reduce((sum, lambda) => sum + Math.log(lambda), 0) / weightDecay.length,
    ),
    error,
  })),
  normalized: SUPPLEMENT_3_NORMALIZED.flatMap(({ epochs, error }) => {
    const row = SUPPLEMENT_3_DECAYS.map((weightDecay, column) => {
      const measured = error.map((cells) => cells[column] ?? null).filter((value) => value !== null);
      return { weightDecay, error: measured.length === 0 ? null : Math.min(...measured) };
    });
    const best = bestDecay(row);
    if (best === null || best.weightDecay === null) return [];
    const updates = epochs * SUPPLEMENT_3_UPDATES_PER_EPOCH;
    return { epochs, updates, weightDecay: best.weightDecay, error: best.error };
  }),
  "sgdw-normalized": [],
};

/** Slopes of log(best decay) against log(updates) in the paper. */
export const PAPER_SLOPES: Readonly<Record<Convention, number | null>> = {
  raw: budgetSlope(PAPER_BESTS.raw),
  normalized: budgetSlope(PAPER_BESTS.normalized),
  "sgdw-normalized": null,
};
