import type { FloatArray } from "../../binding/arena.js";
import { type AdamWOptions, adamBlueprint, adamOptions } from "./adamLike.js";
import type { Blueprint } from "./blueprint.js";
import type { GroupGiven } from "./group.js";
import { Optimizer } from "./Optimizer.js";

export type { AdamWOptions };

const blueprint: Blueprint<AdamWOptions> = {
  name: "AdamW",
  ...adamBlueprint,
  options: adamOptions(1e-2),
  decoupled: () => true,
};

/** `torch.optim.AdamW`: theta <- theta (1 - lr weightDecay) beside the step; `weightDecay` is 1e-2 by default. */
export class AdamW extends Optimizer<AdamWOptions> {
  constructor(
    params: readonly FloatArray[] | readonly GroupGiven<AdamWOptions>[],
    options: AdamWOptions = {},
  ) {
    super(blueprint, params, options);
  }
}
