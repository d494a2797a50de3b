import type { FloatArray } from "../../binding/arena.js";
import { nadamRule } from "../../rules/nadam.js";
import { nonNegative } from "../../validation.js";
import { type AdamLikeOptions, adamLikeHyperparameters, adamLikeOptions } from "./adamLike.js";
import type { Blueprint } from "./blueprint.js";
import { type ExecutionOptions, execution } from "./execution.js";
import type { GroupGiven } from "./group.js";
import { Optimizer } from "./Optimizer.js";
import { flag, number } from "./option.js";

/** Options of `NAdam`; `lr` is 2e-3 by default, `weightDecay` 0. */
export interface NAdamOptions extends AdamLikeOptions, Omit<ExecutionOptions, "fused"> {
  /** How fast the momentum warms up, >= 0; default 4e-3. */
  momentumDecay?: number;
  /** Let `weightDecay` act on the weights, as in `AdamW`; default false. */
  decoupledWeightDecay?: boolean;
}

const blueprint: Blueprint<NAdamOptions> = {
  name: "NAdam",
  options: {
    ...adamLikeOptions(2e-3),
    momentumDecay: number(4e-3, nonNegative),
    decoupledWeightDecay: flag(false),
    ...execution("foreach", "capturable", "differentiable"),
  },
  shape: () => ({}),
  rule: () => nadamRule,
  decoupled: ({ decoupledWeightDecay }) => decoupledWeightDecay,
  hyperparameters: (group) => ({ ...adamLikeHyperparameters(group), momentumDecay: group.momentumDecay }),
  stateNames: { firstMoment: "expAvg", secondMoment: "expAvgSq", momentumProduct: "muProduct" },
};

/** `torch.optim.NAdam`: `weightDecay` is L2 regularization, unless `decoupledWeightDecay`. */
export class NAdam extends Optimizer<NAdamOptions> {
  constructor(
    params: readonly FloatArray[] | readonly GroupGiven<NAdamOptions>[],
    options: NAdamOptions = {},
  ) {
    super(blueprint, params, options);
  }
}
