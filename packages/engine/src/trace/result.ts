import type * as tf from "@tensorflow/tfjs-core";

/** By its parts, not by its class: TensorFlow.js may be loaded twice, and both copies share one engine. */
export const isTensor = (value: unknown): value is tf.Tensor =>
  typeof value === "object" && value !== null && "dataId" in value && "shape" in value;

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";

/** What a function returned that it must not, in the words of an error. */
export function inWords(result: unknown): string {
  if (isTensor(result)) return "a tensor";
  if (isPromise(result)) {
    // What becomes of it no longer matters, and must not end the process.
    Promise.resolve(result).catch(() => undefined);
    return "a promise, and while it is compiled there is nothing to wait for";
  }
  if (typeof result !== "object" || result === null) return String(result);
  const names = Object.keys(result);
  return names.length === 0 ? "an empty object" : `an object of ${names.join(", ")}`;
}
