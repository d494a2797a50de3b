import { lrScaled } from "../decay/lrScaled.js";
import { type AdamOptions, adamWith } from "./adam.js";
import type { Optimizer } from "./optimizer.js";

/**
 * AdamW: Adam with decoupled weight decay (the paper's Algorithm 2, green), lr 1e-3 by default. A plain
 * `weightDecay` means what it means in PyTorch's `AdamW`: `lrScaled`, 0.01 by default. For the paper's own
 * unit give `decoupled(lambda)` or `normalized(lambdaNorm)`. With `restarts` as its schedule it is AdamWR.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function adamw(options: AdamOptions = {}): Optimizer {
  return adamWith("adamw", options, 0.01, lrScaled);
}
