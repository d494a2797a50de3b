import type { Series } from "../results.js";

/**
 * The paper's optimizers: SGD with momentum 0.9, Adam as the library has it, decay as Algorithms 1 and 2 apply it
 * (L2 in the pink lines, raw decoupled decay in the green ones).
 */
export const paperOptimizers = {
  sgd: { optimizer: "sgd", decay: "l2", options: { momentum: 0.9 } },
  sgdw: { optimizer: "sgdw", decay: "decoupled", options: { momentum: 0.9 } },
  adam: { optimizer: "adam", decay: "l2", options: {} },
  adamw: { optimizer: "adamw", decay: "decoupled", options: {} },
} as const satisfies Record<string, Pick<Series, "optimizer" | "decay" | "options">>;

/** A name of them. */
export type PaperOptimizer = keyof typeof paperOptimizers;

/** The axes of a grid. */
export type Axes = Pick<Series, "learningRates" | "weightDecays">;
