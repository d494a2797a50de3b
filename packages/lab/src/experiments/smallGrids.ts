import { geometric } from "./experiment.js";
import type { Axes, PaperOptimizer } from "./paperOptimizers.js";

/** A grid for each of the paper's optimizers. */
type Grids = Readonly<Record<PaperOptimizer, Axes>>;

/** Grids for the small CNN: L2 ties decay to the learning rate, so its decays reach further. */
export const quickGrids: Grids = {
  sgd: { learningRates: geometric(0.00125, 0.08, 4), weightDecays: geometric(0.001, 1.024, 4) },
  sgdw: { learningRates: geometric(0.00125, 0.08, 4), weightDecays: geometric(1e-4, 0.0256, 4) },
  adam: { learningRates: geometric(0.0005, 0.032, 4), weightDecays: geometric(1e-4, 1, 10) },
  adamw: { learningRates: geometric(0.0005, 0.032, 4), weightDecays: geometric(1e-4, 0.0256, 4) },
};

/** Grids for the same network in batches of 8, and for more updates: finer in the decoupled decays. */
export const cpuGrids: Grids = {
  sgd: { learningRates: [0.0015, 0.005, 0.015, 0.045], weightDecays: geometric(1.25e-4, 0.128, 4) },
  sgdw: { learningRates: [0.0015, 0.005, 0.015, 0.045], weightDecays: geometric(1e-4, 0.0064, 2) },
  adam: { learningRates: [0.0005, 0.0015, 0.005, 0.015], weightDecays: geometric(1e-5, 0.1, 10) },
  adamw: { learningRates: [0.0005, 0.0015, 0.005, 0.015], weightDecays: geometric(1e-4, 0.0064, 2) },
};
