import type { Hyperparameter } from "../hyperparameter.js";

/**
 * Twice the largest lambda of the paper's experiments, and Keras' default in the other unit: above it a
 * weight is gone within a few hundred updates.
 */
const suspicious = 4e-3;

/** What to tell someone who gives `decoupled` a lambda that looks like `lrScaled`'s, if it does. */
export function unitSuspicion(lambda: Hyperparameter, lr: Hyperparameter): string | undefined {
  if (typeof lambda !== "number" || lambda < suspicious) return undefined;
  const inOurUnit =
    typeof lr === "number" ? `, which is decoupled(${Number((lambda * lr).toPrecision(6))}) at lr ${lr}` : "";
  return (
    `decoupled(${lambda}) takes ${Number((lambda * 100).toPrecision(6))} % off every weight at every update, ` +
    "whatever the learning rate. PyTorch, optax and Keras multiply lambda by the learning rate: did you mean " +
    `lrScaled(${lambda})${inOurUnit}? If not, say so with decoupled(${lambda}, { warn: false }).`
  );
}
