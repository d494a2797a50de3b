import type { LossFunction } from "./lossFunction.js";

/** The same loss, which throws the signal's reason instead of its next value once the signal aborts. */
export function abortable(f: LossFunction, signal: AbortSignal | undefined): LossFunction {
  if (signal === undefined) return f;
  return {
    async loss(weights) {
      signal.throwIfAborted();
      return f.loss(weights);
    },
    async gradient(weights) {
      signal.throwIfAborted();
      return f.gradient(weights);
    },
  };
}
