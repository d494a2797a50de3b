import type { PaperPanel } from "./panel.js";

const weightDecay = [0.0, 3.125e-5, 6.25e-5, 0.000125, 0.00025, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016];
const sgdLearningRate = [
  1.0, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625, 0.001953125, 0.0009765625,
];
const adamLearningRate = [
  0.1, 0.05, 0.025, 0.0125, 0.00625, 0.003125, 0.0015625, 0.00078125, 0.000390625, 0.0001953125, 9.765625e-5,
];

/**
 * Figure 2 of Loshchilov & Hutter, "Decoupled Weight Decay Regularization" (ICLR 2019, arXiv 1711.05101v3): test
 * error in per cent of a 26 2x64d Shake-Shake network on CIFAR-10 after 100 epochs with cosine annealing and
 * batch size 128, over learning rate and weight decay. Read off the printed colours, good to 0.06 points; null
 * is 7 % or worse, where the colour scale ends.
 */
export const FIGURE_2: readonly PaperPanel[] = [
  {
    series: "sgd",
    optimizer: "sgd",
    decay: "l2",
    schedule: "cosine",
    learningRate: sgdLearningRate,
    weightDecay,
    error: [
      [6.83, 5.23, 4.99, 4.87, 6.13, 6.81, null, null, null, null, null],
      [6.49, 5.49, 4.72, 4.23, 4.48, 5.04, null, null, null, null, null],
      [5.93, 5.23, 4.93, 4.67, 4.1, 4.12, 5.04, null, null, null, null],
      [5.87, 5.55, 5.04, 4.72, 4.23, 3.91, 3.99, 5.0, null, null, null],
      [5.87, 5.8, 5.57, 5.3, 4.72, 4.36, 3.86, 4.1, null, null, null],
      [6.62, 6.38, 6.06, 5.94, 5.42, 4.74, 4.23, 3.97, 4.86, null, null],
      [null, null, null, null, 6.75, 6.38, 5.23, 4.49, 4.25, 4.99, 6.75],
      [null, null, null, null, null, null, null, 5.74, 4.42, 4.42, 5.17],
      [null, null, null, null, null, null, null, 6.93, 5.23, 4.54, 4.8],
      [null, null, null, null, null, null, null, null, null, 5.3, 5.12],
      [null, null, null, null, null, null, null, null, null, 6.83, 6.38],
    ],
  },
  {
    series: "sgdw",
    optimizer: "sgdw",
    decay: "decoupled",
    schedule: "cosine",
    learningRate: sgdLearningRate,
    weightDecay,
    error: [
      [6.93, 6.88, 6.57, 5.36, 4.93, 4.93, 4.99, null, null, null, null],
      [6.25, 5.93, 5.12, 4.99, 4.23, 4.23, 4.93, 6.81, null, null, null],
      [5.93, 5.36, 5.23, 4.72, 4.23, 4.23, 4.42, null, null, null, null],
      [5.68, 5.49, 5.0, 4.42, 4.04, 4.17, 4.61, null, null, null, null],
      [5.74, 5.42, 4.99, 4.61, 3.91, 3.86, 4.23, 6.75, null, null, null],
      [6.32, 5.74, 4.86, 4.61, 3.97, 3.97, 4.54, 6.45, null, null, null],
      [6.93, 6.17, 5.42, 4.8, 4.23, 3.97, 4.48, 6.17, null, null, null],
      [null, null, 6.12, 4.93, 4.36, 4.42, 4.99, 6.62, null, null, null],
      [null, null, null, 5.3, 4.36, 4.8, 6.07, null, null, null, null],
      [null, null, null, 5.87, 5.17, 5.74, null, null, null, null, null],
      [null, null, null, 6.87, 5.87, 6.87, null, null, null, null, null],
    ],
  },
  {
    series: "adam",
    optimizer: "adam",
    decay: "l2",
    schedule: "cosine",
    learningRate: adamLearningRate,
    weightDecay,
    error: [
      [null, null, null, null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null, null, null, null],
      [6.25, null, null, null, null, null, null, null, null, null, null],
      [6.13, null, null, null, null, null, null, null, null, null, null],
      [5.7, null, null, null, null, null, null, null, null, null, null],
      [6.0, 6.13, null, null, null, null, null, null, null, null, null],
      [5.23, 5.06, 5.3, 5.87, null, null, null, null, null, null, null],
      [5.12, 5.12, 5.04, 4.88, 5.36, 5.93, 6.75, null, null, null, null],
      [5.68, 5.62, 4.93, 4.93, 5.04, 5.23, 5.55, 5.87, null, null, null],
      [6.49, 6.12, 6.0, 5.87, 5.49, 5.49, 5.12, 5.23, 5.75, 6.06, null],
      [null, null, null, 6.87, 6.88, 6.43, 5.87, 5.42, 5.49, 5.81, 5.88],
    ],
  },
  {
    series: "adamw",
    optimizer: "adamw",
    decay: "decoupled",
    schedule: "cosine",
    learningRate: adamLearningRate,
    weightDecay,
    error: [
      [null, null, null, null, null, null, null, null, null, null, null],
      [6.68, 6.87, 6.43, 6.07, 5.62, 6.25, null, null, null, null, null],
      [6.49, 6.25, 5.74, 5.62, 4.74, 5.13, 6.17, null, null, null, null],
      [6.06, 5.93, 5.49, 4.93, 4.61, 4.67, 5.62, null, null, null, null],
      [5.68, 5.55, 5.12, 4.67, 4.42, 4.48, 5.42, null, null, null, null],
      [5.62, 5.42, 5.12, 4.67, 4.36, 4.42, 5.42, null, null, null, null],
      [5.3, 5.3, 5.17, 4.86, 3.91, 4.04, 5.17, null, null, null, null],
      [5.36, 5.04, 4.74, 4.48, 4.04, 3.91, 4.74, null, null, null, null],
      [5.62, 5.49, 5.12, 4.36, 4.1, 4.17, 5.12, null, null, null, null],
      [6.38, 5.87, 5.42, 4.93, 4.29, 4.61, 6.88, null, null, null, null],
      [6.87, 6.88, 6.38, 5.3, 4.67, 5.99, null, null, null, null, null],
    ],
  },
];
