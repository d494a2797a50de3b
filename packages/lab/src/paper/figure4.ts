import type { ErrorKind } from "../results.js";

/** A half of the paper's Figure 4, and the training losses of its Supplementary Figures 5 and 6. */
export interface Figure4 {
  task: string;
  errorKind: ErrorKind;
  /** Where periods end. */
  ends: readonly number[];
  /** Those, and where the runs without restarts end. */
  epochs: readonly number[];
  /** Test errors at `epochs`, in per cent; null after the end of a run. */
  error: Readonly<Record<Figure4Line, readonly (number | null)[]>>;
  /** In nats, at the end of each run. */
  finalLoss: Readonly<Record<Figure4Line, number>>;
  /** The error that the last restart leads to, where it was read. */
  afterLastRestart: { readonly adamwr: number; readonly sgdwr: number } | null;
}

export type Figure4Line = "adam" | "adamw" | "sgdw" | "adamwr" | "sgdwr";

/**
 * The left half, read off the plot (+-0.04 points; errors of the first 700 epochs of the runs without restarts, and
 * those after a restart, only roughly): one cosine over 1800 epochs, or restarts with T_0 = 100 epochs and T_mult = 2,
 * shown up to epoch 1500.
 */
export const FIGURE_4: Figure4 = {
  task: "CIFAR-10",
  errorKind: "top-1",
  ends: [100, 300, 700, 1500],
  epochs: [100, 300, 700, 1500, 1800],
  error: {
    adam: [5.9, 5.0, 4.8, 3.83, 3.55],
    adamw: [5.9, 5.3, 4.9, 3.52, 3.12],
    sgdw: [6.8, 6.0, 5.3, 3.36, 2.93],
    adamwr: [4.04, 3.38, 3.11, 3.27, null],
    sgdwr: [3.68, 3.17, 2.96, 2.98, null],
  },
  finalLoss: { adam: 4.7e-4, adamw: 7e-5, sgdw: 2.8e-4, adamwr: 3.5e-4, sgdwr: 5e-4 },
  afterLastRestart: { adamwr: 6.4, sgdwr: 7.2 },
};

/**
 * The right half, read likewise: one cosine over 150 epochs, or restarts with T_0 = 10 epochs and T_mult = 2. On the
 * way the runs without restarts are not told apart.
 */
export const FIGURE_4_IMAGENET32: Figure4 = {
  task: "ImageNet32x32",
  errorKind: "top-5",
  ends: [10, 30, 70, 150],
  epochs: [10, 30, 70, 150],
  error: {
    adam: [28.7, 25, 21.7, 17.73],
    adamw: [28.7, 25, 21.7, 15.9],
    sgdw: [28.7, 25, 21.7, 15.54],
    adamwr: [22.0, 17.9, 16.15, 15.49],
    sgdwr: [21.9, 17.9, 16.17, 15.33],
  },
  finalLoss: { adam: 0.95, adamw: 0.75, sgdw: 0.8, adamwr: 0.93, sgdwr: 0.98 },
  afterLastRestart: null,
};
