import type { FloatArray } from "../../binding/arena.js";
import { sgdRule } from "../../rules/sgd.js";
import { belowOne, nonNegative, unitInterval } from "../../validation.js";
import type { Blueprint, CommonOptions } from "./blueprint.js";
import { type ExecutionOptions, execution } from "./execution.js";
import type { GroupGiven } from "./group.js";
import { Optimizer } from "./Optimizer.js";
import { flag, number } from "./option.js";

/** Options of `SGD`; `lr` is 1e-3 by default, `weightDecay` 0. */
export interface SGDOptions extends CommonOptions, Omit<ExecutionOptions, "capturable"> {
  /** In [0, 1); default 0. */
  momentum?: number;
  /** What is left out of each new gradient as it enters the buffer, in [0, 1]; default 0. */
  dampening?: number;
  /** Needs momentum and no dampening; default false. */
  nesterov?: boolean;
}

const blueprint: Blueprint<SGDOptions> = {
  name: "SGD",
  options: {
    lr: number(1e-3, nonNegative),
    momentum: number(0, belowOne),
    dampening: number(0, unitInterval),
    weightDecay: number(0, nonNegative),
    nesterov: flag(false),
    maximize: flag(false),
    ...execution("foreach", "differentiable", "fused"),
  },
  shape: ({ momentum, nesterov }) => ({ momentum: momentum !== 0, nesterov: nesterov && momentum !== 0 }),
  rule: ({ momentum, nesterov }) =>
    sgdRule({ momentum: momentum!, nesterov: nesterov!, momentumBuffer: "gradients" }),
  decoupled: () => false,
  hyperparameters: ({ momentum, dampening }) => ({ momentum, dampening }),
  stateNames: { momentumBuffer: "momentumBuffer" },
  uncounted: true,
  check(owner, { nesterov, momentum, dampening }) {
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new RangeError(
        `${owner}: nesterov needs momentum > 0 and dampening 0, got momentum ${momentum} and dampening ${dampening}`,
      );
    }
  },
};

/** `torch.optim.SGD`: the buffer holds gradients; `weightDecay` is L2 regularization. */
export class SGD extends Optimizer<SGDOptions> {
  constructor(params: readonly FloatArray[] | readonly GroupGiven<SGDOptions>[], options: SGDOptions = {}) {
    super(blueprint, params, options);
  }
}
