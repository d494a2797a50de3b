import type { FloatArray } from "../../binding/arena.js";
import { adadeltaRule } from "../../rules/adadelta.js";
import { nonNegative, unitInterval } from "../../validation.js";
import type { Blueprint, CommonOptions } from "./blueprint.js";
import { type ExecutionOptions, execution } from "./execution.js";
import type { GroupGiven } from "./group.js";
import { Optimizer } from "./Optimizer.js";
import { flag, number } from "./option.js";

/** Options of `Adadelta`; `lr` is 1 by default, `weightDecay` 0. */
export interface AdadeltaOptions extends CommonOptions, Omit<ExecutionOptions, "fused"> {
  /** Decay of both means, in [0, 1]; default 0.9. */
  rho?: number;
  /** Added under both roots, >= 0; default 1e-6. */
  eps?: number;
}

const blueprint: Blueprint<AdadeltaOptions> = {
  name: "Adadelta",
  options: {
    lr: number(1, nonNegative),
    rho: number(0.9, unitInterval),
    eps: number(1e-6, nonNegative),
    weightDecay: number(0, nonNegative),
    maximize: flag(false),
    ...execution("foreach", "capturable", "differentiable"),
  },
  shape: () => ({}),
  rule: () => adadeltaRule,
  decoupled: () => false,
  hyperparameters: ({ rho, eps }) => ({ rho, epsilon: eps }),
  stateNames: { secondMoment: "squareAvg", meanSquaredStep: "accDelta" },
};

/** `torch.optim.Adadelta`: `weightDecay` is L2 regularization. */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  constructor(
    params: readonly FloatArray[] | readonly GroupGiven<AdadeltaOptions>[],
    options: AdadeltaOptions = {},
  ) {
    super(blueprint, params, options);
  }
}
