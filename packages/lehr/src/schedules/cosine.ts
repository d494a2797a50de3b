import { checkKeys, checkRange, positive, unitInterval } from "../validation.js";
import { overLength, progressAt } from "./overLength.js";
import type { Schedule } from "./schedule.js";

export interface CosineOptions {
  /** The length T in updates; leave it out where a combinator such as `restarts` gives it. */
  updates?: number;
  /** Where eta ends, in [0, 1]; default 0. */
  floor?: number;
  /** p, what the cosine is raised to, > 0; default 1. Above 1 it falls early, below 1 late. */
  power?: number;
  /** k of k-decay, what the elapsed fraction is raised to, > 0; default 1. Above 1 it stays high longer. */
  kDecay?: number;
}

/**
 * Cosine annealing over the half-open [0, T):
 *
 *     eta = floor + (1 - floor) ((1 + cos(pi (step / T)^k)) / 2)^p
 *
 * and `floor` from T on. With p = k = 1 it is the paper's Equation 15 (SGDR, Equation 5), T_cur counted in
 * updates. PyTorch's `CosineAnnealingLR` up to T (that one rises again afterwards); optax's
 * `cosine_decay_schedule(exponent=power, alpha=floor)`; Keras' `CosineDecay`; timm's `k_decay`.
 *
 * @throws RangeError if `updates` is not a positive integer, `floor` not in [0, 1], or `power` or `kDecay`
 *   not positive.
 */
export function cosine(options: CosineOptions = {}): Schedule {
  checkKeys("cosine", options, ["updates", "floor", "power", "kDecay"]);
  const floor = checkRange("cosine", "floor", options.floor ?? 0, unitInterval);
  const power = checkRange("cosine", "power", options.power ?? 1, positive);
  const kDecay = checkRange("cosine", "kDecay", options.kDecay ?? 1, positive);
  return overLength("cosine", options.updates, { floor, power, kDecay }, (step, length) => {
    const progress = progressAt(step, length) ** kDecay;
    return floor + (1 - floor) * (0.5 + 0.5 * Math.cos(Math.PI * progress)) ** power;
  });
}
