import type { RandomSource } from "./randomSource.js";
import { uniform } from "./uniform.js";

/**
 * A draw from the standard normal distribution (mean 0, standard deviation 1) by Marsaglia's polar method.
 * The method yields draws in pairs; the second is dropped, so that the source's state is the whole state.
 */
export function normal(random: RandomSource): number {
  for (;;) {
    const x = 2 * uniform(random) - 1;
    const y = 2 * uniform(random) - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}
