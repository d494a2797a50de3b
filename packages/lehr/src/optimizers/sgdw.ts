import { decoupled } from "../decay/decoupled.js";
import type { Optimizer } from "./optimizer.js";
import { type SgdOptions, sgdWith } from "./sgd.js";

/**
 * SGDW: SGD with momentum and decoupled weight decay (the paper's Algorithm 1, green). A plain `weightDecay`
 * means `decoupled`, the paper's unit. Defaults: lr 0.05 and momentum 0.9, the authors' own, and a buffer
 * of updates as in Algorithm 1. With `restarts` as its schedule it is SGDWR.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function sgdw(options: SgdOptions & Required<Pick<SgdOptions, "weightDecay">>): Optimizer {
  return sgdWith("sgdw", options, { lr: 0.05, momentum: 0.9, momentumBuffer: "updates" }, decoupled);
}
