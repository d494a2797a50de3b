import type { FloatArray } from "../../binding/arena.js";
import { adamaxRule } from "../../rules/adamax.js";
import { type AdamLikeOptions, adamLikeHyperparameters, adamLikeOptions } from "./adamLike.js";
import type { Blueprint } from "./blueprint.js";
import { type ExecutionOptions, execution } from "./execution.js";
import type { GroupGiven } from "./group.js";
import { Optimizer } from "./Optimizer.js";

/** Options of `Adamax`; `lr` is 2e-3 by default, `weightDecay` 0. */
export interface AdamaxOptions extends AdamLikeOptions, Omit<ExecutionOptions, "fused"> {}

const blueprint: Blueprint<AdamaxOptions> = {
  name: "Adamax",
  options: { ...adamLikeOptions(2e-3), ...execution("foreach", "capturable", "differentiable") },
  shape: () => ({}),
  rule: () => adamaxRule,
  decoupled: () => false,
  hyperparameters: adamLikeHyperparameters,
  stateNames: { firstMoment: "expAvg", infinityNorm: "expInf" },
};

/** `torch.optim.Adamax`: `weightDecay` is L2 regularization. */
export class Adamax extends Optimizer<AdamaxOptions> {
  constructor(
    params: readonly FloatArray[] | readonly GroupGiven<AdamaxOptions>[],
    options: AdamaxOptions = {},
  ) {
    super(blueprint, params, options);
  }
}
