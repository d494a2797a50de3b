import type { Parameters } from "../binding/arena.js";
import type { BoundOptimizer } from "../binding/boundOptimizer.js";

/** Any bound optimizer, with or without something around its step. */
export type AnyBound = BoundOptimizer<Parameters>;

/** A bound optimizer with members added or replaced; all others are the inner one's, live. */
export function extend<Model extends object, Members extends object>(
  model: Model,
  members: Members,
): Model & Members {
  return Object.create(model, Object.getOwnPropertyDescriptors(members)) as Model & Members;
}
