/**
 * Test errors of the paper's Figure 4, in per cent, read off the plot (+-0.04 points; those of the first 700 epochs
 * of the runs without restarts only roughly): CIFAR-10, one cosine over 1800 epochs, or restarts with T_0 = 100
 * epochs and T_mult = 2, shown up to epoch 1500.
 */
export const FIGURE_4 = {
  epochs: [100, 300, 700, 1500, 1800],
  error: {
    adam: [5.9, 5.0, 4.8, 3.83, 3.55],
    adamw: [5.9, 5.3, 4.9, 3.52, 3.12],
    sgdw: [6.8, 6.0, 5.3, 3.36, 2.93],
    adamwr: [4.04, 3.38, 3.11, 3.27, null],
    sgdwr: [3.68, 3.17, 2.96, 2.98, null],
  },
} as const;
