import type { Parameters } from "../binding/arena.js";
import type { BoundOptimizer } from "../binding/boundOptimizer.js";
import { mustBe } from "../validation.js";

/** Any bound optimizer, with or without something around its step. */
export type AnyBound = BoundOptimizer<Parameters>;

/** @throws TypeError unless the model has been bound: an optimizer, which has no step, would seem to have one. */
export function checkBound(owner: string, model: unknown): void {
  if (typeof (model as AnyBound | null | undefined)?.step === "function") return;
  throw mustBe(owner, "model", "a bound optimizer, such as adamw({ lr: 1e-3 }).bind(params)", model);
}

/** A bound optimizer with members added or replaced; all others are the inner one's, live. */
export function extend<Model extends object, Members extends object>(
  model: Model,
  members: Members,
): Model & Members {
  return Object.create(model, Object.getOwnPropertyDescriptors(members)) as Model & Members;
}
