import { adam, adamw, decoupled, type Optimizer, type Schedule, sgd, sgdw } from "lehr";

/** What an experiment may vary in an optimizer. */
export interface OptimizerSettings {
  learningRate: number;
  /** Lambda, in the unit of the optimizer's decay. */
  weightDecay: number;
  schedule: Schedule;
}

/** An optimizer as the paper's experiments use it. */
export interface ExperimentOptimizer {
  /** Its name in the paper. */
  readonly title: string;
  /** The decay convention of its lambda, by its name in `lehr`. */
  readonly decay: "l2" | "decoupled";
  make(settings: OptimizerSettings): Optimizer;
}

/** The paper's own decay, without a word about large values: a grid tries them on purpose. */
const paperDecay = (lambda: number) => decoupled(lambda, { warn: false });

/** The paper's optimizers by name; momentum 0.9 and Adam's defaults, as there. */
export const optimizers: Readonly<Record<string, ExperimentOptimizer>> = {
  sgd: {
    title: "SGD",
    decay: "l2",
    make: ({ learningRate: lr, weightDecay, schedule }) => sgd({ lr, momentum: 0.9, weightDecay, schedule }),
  },
  sgdw: {
    title: "SGDW",
    decay: "decoupled",
    make: ({ learningRate: lr, weightDecay, schedule }) =>
      sgdw({ lr, momentum: 0.9, weightDecay: paperDecay(weightDecay), schedule }),
  },
  adam: {
    title: "Adam",
    decay: "l2",
    make: ({ learningRate: lr, weightDecay, schedule }) => adam({ lr, weightDecay, schedule }),
  },
  adamw: {
    title: "AdamW",
    decay: "decoupled",
    make: ({ learningRate: lr, weightDecay, schedule }) =>
      adamw({ lr, weightDecay: paperDecay(weightDecay), schedule }),
  },
};
