import type { FloatArray } from "../../binding/arena.js";
import { adagradRule } from "../../rules/adagrad.js";
import { nonNegative } from "../../validation.js";
import type { Blueprint, CommonOptions } from "./blueprint.js";
import { type ExecutionOptions, execution } from "./execution.js";
import type { GroupGiven } from "./group.js";
import { Optimizer } from "./Optimizer.js";
import { flag, number } from "./option.js";

/** Options of `Adagrad`; `lr` is 1e-2 by default, `weightDecay` 0. */
export interface AdagradOptions extends CommonOptions, Omit<ExecutionOptions, "capturable"> {
  /** At step t, from 0, the learning rate is divided by 1 + t lrDecay; >= 0, default 0. */
  lrDecay?: number;
  /** Where the sum of squared gradients starts, >= 0; default 0. Read at a parameter's first step. */
  initialAccumulatorValue?: number;
  /** Added to the root, >= 0; default 1e-10. */
  eps?: number;
}

const blueprint: Blueprint<AdagradOptions> = {
  name: "Adagrad",
  options: {
    lr: number(1e-2, nonNegative),
    lrDecay: number(0, nonNegative),
    weightDecay: number(0, nonNegative),
    initialAccumulatorValue: number(0, nonNegative),
    eps: number(1e-10, nonNegative),
    maximize: flag(false),
    ...execution("foreach", "differentiable", "fused"),
  },
  shape: () => ({}),
  rule: () => adagradRule({ initialAccumulator: 0 }),
  decoupled: () => false,
  hyperparameters: ({ lrDecay, eps }) => ({ lrDecay, epsilon: eps }),
  stateNames: { sumOfSquares: "sum" },
  start: (_, { initialAccumulatorValue }) => initialAccumulatorValue,
};

/** `torch.optim.Adagrad`: `weightDecay` is L2 regularization. */
export class Adagrad extends Optimizer<AdagradOptions> {
  constructor(
    params: readonly FloatArray[] | readonly GroupGiven<AdagradOptions>[],
    options: AdagradOptions = {},
  ) {
    super(blueprint, params, options);
  }
}
