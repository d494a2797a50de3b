/**
 * The final test errors of the paper's Figure 3, in per cent, read off the plot (+-0.04 points): Shake-Shake 26
 * 2x96d on CIFAR-10, 1800 epochs, cosine annealing, learning rate 0.001. Adam's decays are halvings of 5e-4, but
 * for the last.
 */
export const FIGURE_3 = {
  adam: {
    weightDecay: [
      0.0005, 0.00025, 0.000125, 6.25e-5, 3.125e-5, 1.5625e-5, 7.8125e-6, 3.90625e-6, 1.953125e-6,
      9.765625e-7, 4.8828125e-7, 2e-7,
    ],
    error: [6.12, 5.1, 4.83, 4.31, 3.98, 3.83, 3.68, 3.57, 3.77, 3.55, 3.66, 3.83],
    /** The training loss that the best run ended at. */
    bestLoss: 1e-4,
  },
  /** Normalized decays. */
  adamw: {
    weightDecay: [0.00625, 0.0125, 0.025, 0.05, 0.1, 0.2, 0.4],
    error: [3.47, 3.38, 3.12, 3.25, 3.16, 3.27, 3.57],
    bestLoss: 1.6e-5,
  },
  /** Test errors of the best runs where the training loss was 1e-4. */
  equalLoss: { trainLoss: 1e-4, adam: 3.56, adamw: 3.24 },
} as const;
