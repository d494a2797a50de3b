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

/** The same, finer. */
export const cpuGrids: Grids = {
  sgd: { learningRates: geometric(0.005, 0.16, 2), weightDecays: [0, ...geometric(1e-4, 0.4096, 4)] },
  sgdw: { learningRates: geometric(0.005, 0.16, 2), weightDecays: [0, ...geometric(2.5e-5, 0.0064, 2)] },
  adam: { learningRates: geometric(0.0005, 0.016, 2), weightDecays: [0, ...geometric(1e-5, 0.04096, 4)] },
  adamw: { learningRates: geometric(0.0005, 0.016, 2), weightDecays: [0, ...geometric(2.5e-5, 0.0064, 2)] },
};
