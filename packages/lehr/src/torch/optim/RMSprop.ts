import type { FloatArray } from "../../binding/arena.js";
import { rmspropRule } from "../../rules/rmsprop.js";
import { belowOne, nonNegative } from "../../validation.js";
import type { Blueprint, CommonOptions } from "./blueprint.js";
import { type ExecutionOptions, execution } from "./execution.js";
import type { GroupGiven } from "./group.js";
import { Optimizer } from "./Optimizer.js";
import { flag, number } from "./option.js";

/** Options of `RMSprop`; `lr` is 1e-2 by default, `weightDecay` 0. */
export interface RMSpropOptions extends CommonOptions, Omit<ExecutionOptions, "fused"> {
  /** Decay of the mean of squared gradients, in [0, 1); default 0.99. */
  alpha?: number;
  /** Added to the root, >= 0; default 1e-8. */
  eps?: number;
  /** In [0, 1); default 0. */
  momentum?: number;
  /** Take the mean of the gradients off their second moment; default false. */
  centered?: boolean;
}

const blueprint: Blueprint<RMSpropOptions> = {
  name: "RMSprop",
  options: {
    lr: number(1e-2, nonNegative),
    alpha: number(0.99, belowOne),
    eps: number(1e-8, nonNegative),
    weightDecay: number(0, nonNegative),
    momentum: number(0, belowOne),
    centered: flag(false),
    maximize: flag(false),
    ...execution("foreach", "capturable", "differentiable"),
  },
  shape: ({ momentum, centered }) => ({ momentum: momentum !== 0, centered }),
  rule: ({ momentum, centered }) => rmspropRule({ momentum: momentum!, centered: centered! }),
  decoupled: () => false,
  hyperparameters: ({ alpha, eps, momentum }) => ({ alpha, epsilon: eps, momentum }),
  stateNames: { secondMoment: "squareAvg", meanGradient: "gradAvg", momentumBuffer: "momentumBuffer" },
};

/** `torch.optim.RMSprop`: `weightDecay` is L2 regularization. */
export class RMSprop extends Optimizer<RMSpropOptions> {
  constructor(
    params: readonly FloatArray[] | readonly GroupGiven<RMSpropOptions>[],
    options: RMSpropOptions = {},
  ) {
    super(blueprint, params, options);
  }
}
