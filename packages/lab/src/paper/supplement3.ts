/** AdamW with normalized decay at one budget: `error[row][column]`, rows by learning rate, columns by decay. */
export interface NormalizedPanel {
  epochs: number;
  learningRate: readonly number[];
  /** In per cent; null where the colours of the figure end. Rows printed without numbers are left out. */
  error: readonly (readonly (number | null)[])[];
}

/** The updates of an epoch: 50,000 images in batches of 128. */
export const SUPPLEMENT_3_UPDATES_PER_EPOCH = 391;

/** The columns of the panels with normalized decay. */
export const SUPPLEMENT_3_DECAYS: readonly number[] = [1 / 80, 1 / 40, 1 / 20, 1 / 10, 1 / 5];

/**
 * AdamW with normalized decay on CIFAR-10 in the paper's supplementary Figure 3, second row: Shake-Shake 26 2x64d,
 * test error read off the printed colours (+-0.06 points).
 */
export const SUPPLEMENT_3_NORMALIZED: readonly NormalizedPanel[] = [
  {
    epochs: 25,
    learningRate: [0.00125, 0.000625],
    error: [
      [7.76, 7.1, 6.44, 6.86, 8.79],
      [8.06, 7.85, 6.76, 6.95, null],
    ],
  },
  {
    epochs: 100,
    learningRate: [0.0025, 0.00125, 0.000625],
    error: [
      [4.9, 4.62, 4.31, 4.32, null],
      [4.85, 4.38, 4.0, 4.18, 4.76],
      [null, 4.56, 4.05, 4.03, 4.79],
    ],
  },
  {
    epochs: 400,
    learningRate: [0.00125, 0.000625, 0.0003125],
    error: [
      [3.89, 3.71, 3.69, 3.44, 3.71],
      [4.11, 3.62, 3.3, 3.35, 3.96],
      [4.02, 3.71, 3.27, 3.41, 3.62],
    ],
  },
];

/** The best cells of its first row, decoupled decay as it is: equally good decays are listed together. */
export const SUPPLEMENT_3_RAW = [
  { epochs: 25, weightDecay: [0.0005, 0.001], error: 6.84 },
  { epochs: 100, weightDecay: [0.00025], error: 3.88 },
  { epochs: 400, weightDecay: [0.000125, 0.00025], error: 3.34 },
] as const;

/** The normalized decays that the paper's text calls good, of AdamW and of SGDW, on CIFAR-10 and on ImageNet32x32. */
export const SUPPLEMENT_3_GOOD = [0.025, 0.05] as const;
