import { checkFlag, checkKeys, checkRange, nonNegative, positive } from "../validation.js";
import { describe } from "./description.js";
import { type Schedule, schedule } from "./schedule.js";

export interface InverseTimeOptions {
  /** d, how much the divisor grows in `every` updates, >= 0. */
  rate: number;
  /** The updates the divisor takes to grow by `rate`, > 0; default 1. */
  every?: number;
  /** Change only at whole multiples of `every`; default false. */
  staircase?: boolean;
}

/**
 * Inverse-time decay: eta = 1 / (1 + rate step / every), for ever; with `staircase`, step / every is rounded
 * down. Keras' `InverseTimeDecay`, and the `lr_decay` of PyTorch's Adagrad.
 *
 * @throws RangeError if `rate` is not a finite number >= 0 or `every` not positive.
 */
export function inverseTime(options: InverseTimeOptions): Schedule {
  checkKeys("inverseTime", options, ["rate", "every", "staircase"]);
  const rate = checkRange("inverseTime", "rate", options.rate, nonNegative);
  const every = checkRange("inverseTime", "every", options.every ?? 1, positive);
  const staircase = checkFlag("inverseTime", "staircase", options.staircase);
  return schedule((step) => 1 / (1 + rate * (staircase ? Math.floor(step / every) : step / every)), {
    description: describe("inverseTime", { rate, every, staircase }),
  });
}
