/** What one epoch of a trial measured. Errors are in per cent, losses are mean cross-entropies in nats. */
export interface EpochResult {
  /** 1-based. */
  epoch: number;
  /** The learning rate in force at the epoch's last update. */
  learningRate: number;
  trainLoss: number;
  testLoss: number;
  /** Top-1 error on the test set, in per cent. */
  testError: number;
}

/** One training run: one cell of the grid, one seed. */
export interface TrialResult {
  optimizer: string;
  /** The decay convention, by its name in `lehr`: "l2", "decoupled", ... */
  decay: string;
  schedule: string;
  /** The initial learning rate, alpha. */
  learningRate: number;
  /** Lambda, in the units of `decay`. */
  weightDecay: number;
  seed: number;
  /** The loss or a parameter stopped being finite, and training with it. */
  diverged: boolean;
  seconds: number;
  epochs: EpochResult[];
  /** Test error after the last epoch, in per cent; null if the trial diverged. */
  testError: number | null;
}

/** What the grid of one optimizer says; null where the grid cannot tell. */
export interface OptimizerSummary {
  bestError: number | null;
  bestAt: { learningRate: number; weightDecay: number } | null;
  couplingSlope: number | null;
  toleranceSlope: number | null;
  coordinateRegret: number | null;
  /** The tolerance slope over test loss instead of test error. */
  lossToleranceSlope?: number | null;
}

/** The scale on which the measures compare cells; see `measures/scale.ts`. */
export interface ResultScale {
  saturation: { at: number; value: number };
  tolerance: number;
}

export interface TaskDescription {
  dataset: string;
  model: string;
  parameters: number;
  trainSize: number;
  testSize: number;
  epochs: number;
  batchSize: number;
}

/** The contents of `results.json`. */
export interface Results {
  experiment: string;
  preset: string;
  seed: number;
  task: TaskDescription;
  trials: TrialResult[];
  summary: Record<string, OptimizerSummary>;
  /** The grid each optimizer was to cover, if some of it may not have been run. */
  plan?: Record<string, { learningRate: number[]; weightDecay: number[] }>;
  /** The scales behind `summary`, of test error in per cent and of test loss in nats. */
  scales?: { error: ResultScale; loss: ResultScale };
}
