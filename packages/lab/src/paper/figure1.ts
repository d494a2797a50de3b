import { FIGURE_2 } from "./figure2.js";
import type { PaperPanel } from "./panel.js";

const weightDecay = [0.0, 3.125e-5, 6.25e-5, 0.000125, 0.00025, 0.0005, 0.001, 0.002];
const learningRate = [
  0.1, 0.05, 0.025, 0.0125, 0.00625, 0.003125, 0.0015625, 0.00078125, 0.000390625, 0.0001953125, 9.765625e-5,
];

/** A heat map of Figure 1, and the least error on it. */
export interface Figure1Panel extends PaperPanel {
  /** In per cent, read by itself; it may differ from the least cell by what reading is worth. */
  best: number;
}

/** The same runs are in Figure 2, whose panels reach to larger decays. */
function fromFigure2(optimizer: "adam" | "adamw", best: number): Figure1Panel {
  const panel = FIGURE_2.find((one) => one.optimizer === optimizer)!;
  const columns = weightDecay.length;
  return {
    ...panel,
    series: `${optimizer}-cosine`,
    best,
    weightDecay: panel.weightDecay.slice(0, columns),
    error: panel.error.map((row) => row.slice(0, columns)),
  };
}

/**
 * Figure 1 of Loshchilov & Hutter, "Decoupled Weight Decay Regularization" (ICLR 2019, arXiv 1711.05101v3): test
 * error in per cent of a 26 2x64d Shake-Shake network on CIFAR-10 after 100 epochs at batch size 128, over learning
 * rate and weight decay, with a fixed learning rate, one that drops after 30, 60 and 80 epochs, and cosine
 * annealing. Read off the printed colours, good to 0.06 points; null is 7 % or worse, where the colour scale ends.
 * Of the two panels with a fixed rate only the cells clearly below 7 % were read.
 */
export const FIGURE_1: readonly Figure1Panel[] = [
  {
    series: "adam-fixed",
    optimizer: "adam",
    decay: "l2",
    schedule: "fixed",
    best: 5.8,
    learningRate,
    weightDecay,
    error: [
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [6.17, null, null, null, null, null, null, null],
      [6.49, null, null, null, null, null, null, null],
      [6.24, null, null, null, null, null, null, null],
      [6.05, null, null, null, null, null, null, null],
      [5.8, 6.56, 6.3, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
    ],
  },
  {
    series: "adamw-fixed",
    optimizer: "adamw",
    decay: "decoupled",
    schedule: "fixed",
    best: 5.87,
    learningRate,
    weightDecay,
    error: [
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [6.49, null, null, null, null, null, null, null],
      [5.99, 6.3, null, null, null, null, null, null],
      [5.87, null, null, null, null, null, null, null],
      [6.24, null, 6.69, null, null, null, null, null],
      [6.43, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
    ],
  },
  {
    series: "adam-step-drop",
    optimizer: "adam",
    decay: "l2",
    schedule: "step-drop",
    best: 5.62,
    learningRate,
    weightDecay,
    error: [
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [5.99, 5.93, 6.43, 6.8, null, null, null, null],
      [5.99, 5.69, 5.62, 5.99, 6.19, 6.62, null, null],
      [6.43, 6.36, 6.12, 5.67, 5.87, 5.87, 5.99, 6.74],
      [null, null, null, 6.69, 6.69, 6.56, 6.36, 6.3],
      [null, null, null, null, null, null, null, null],
    ],
  },
  {
    series: "adamw-step-drop",
    optimizer: "adamw",
    decay: "decoupled",
    schedule: "step-drop",
    best: 4.8,
    learningRate,
    weightDecay,
    error: [
      [null, null, null, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [6.93, 6.74, null, 6.49, 6.17, 6.49, null, null],
      [6.37, 6.05, 6.37, 5.76, 5.62, 5.74, 6.3, 6.93],
      [6.37, 6.12, 5.99, 5.67, 5.49, 5.19, 6.17, 6.93],
      [6.24, 6.05, 5.8, 5.49, 5.17, 5.24, 5.99, 6.93],
      [5.99, 6.12, 5.93, 5.49, 4.8, 5.36, 5.67, 6.87],
      [6.17, 5.74, 5.62, 5.24, 5.17, 4.86, 5.62, 6.87],
      [6.5, 6.17, 5.99, 5.56, 5.36, 5.05, 5.8, 6.88],
      [null, 6.8, 6.69, 5.99, 5.12, 5.8, null, null],
      [null, null, null, 6.74, 5.62, 6.87, null, null],
    ],
  },
  fromFigure2("adam", 4.9),
  fromFigure2("adamw", 3.92),
];
