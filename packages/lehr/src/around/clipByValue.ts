import type { ArraysOf, FloatArray } from "../binding/arena.js";
import { checkRange, positive } from "../validation.js";

/**
 * Brings every element of all gradients, in place, into [-limit, limit]; NaN stays.
 *
 * @throws RangeError if `limit` is not a number > 0.
 */
export function clipByValue<P extends ArraysOf<P>>(gradients: P, limit: number): void {
  checkRange("clipByValue", "limit", limit, positive);
  for (const gradient of Object.values<FloatArray>(gradients)) {
    for (let i = 0; i < gradient.length; i++) {
      gradient[i] = Math.max(-limit, Math.min(limit, gradient[i]!));
    }
  }
}
