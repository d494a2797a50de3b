import type { FloatArray } from "../../binding/arena.js";
import { type AdamWOptions, adamBlueprint, adamOptions } from "./adamLike.js";
import type { Blueprint } from "./blueprint.js";
import type { GroupGiven } from "./group.js";
import { Optimizer } from "./Optimizer.js";
import { flag } from "./option.js";

/** Options of `Adam`; `lr` is 1e-3 by default, `weightDecay` 0. */
export interface AdamOptions extends AdamWOptions {
  /** Let `weightDecay` act on the weights, as in `AdamW`; default false. */
  decoupledWeightDecay?: boolean;
}

const blueprint: Blueprint<AdamOptions> = {
  name: "Adam",
  ...adamBlueprint,
  options: { ...adamOptions(0), decoupledWeightDecay: flag(false) },
  decoupled: ({ decoupledWeightDecay }) => decoupledWeightDecay,
};

/** `torch.optim.Adam`: `weightDecay` is L2 regularization, unless `decoupledWeightDecay`. */
export class Adam extends Optimizer<AdamOptions> {
  constructor(params: readonly FloatArray[] | readonly GroupGiven<AdamOptions>[], options: AdamOptions = {}) {
    super(blueprint, params, options);
  }
}
