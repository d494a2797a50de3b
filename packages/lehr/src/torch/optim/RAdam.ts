import type { FloatArray } from "../../binding/arena.js";
import { radamRule } from "../../rules/radam.js";
import { type AdamLikeOptions, adamLikeHyperparameters, adamLikeOptions } from "./adamLike.js";
import type { Blueprint } from "./blueprint.js";
import { type ExecutionOptions, execution } from "./execution.js";
import type { GroupGiven } from "./group.js";
import { Optimizer } from "./Optimizer.js";
import { flag } from "./option.js";

/** Options of `RAdam`; `lr` is 1e-3 by default, `weightDecay` 0. */
export interface RAdamOptions extends AdamLikeOptions, Omit<ExecutionOptions, "fused"> {
  /** Let `weightDecay` act on the weights, as in `AdamW`; default false. */
  decoupledWeightDecay?: boolean;
}

const blueprint: Blueprint<RAdamOptions> = {
  name: "RAdam",
  options: {
    ...adamLikeOptions(1e-3),
    decoupledWeightDecay: flag(false),
    ...execution("foreach", "capturable", "differentiable"),
  },
  shape: () => ({}),
  rule: () => radamRule,
  decoupled: ({ decoupledWeightDecay }) => decoupledWeightDecay,
  hyperparameters: adamLikeHyperparameters,
  stateNames: { firstMoment: "expAvg", secondMoment: "expAvgSq" },
};

/** `torch.optim.RAdam`: `weightDecay` is L2 regularization, unless `decoupledWeightDecay`. */
export class RAdam extends Optimizer<RAdamOptions> {
  constructor(
    params: readonly FloatArray[] | readonly GroupGiven<RAdamOptions>[],
    options: RAdamOptions = {},
  ) {
    super(blueprint, params, options);
  }
}
