import type { Parameters } from "../binding/arena.js";
import { checkGradients } from "../binding/checks.js";
import { checkKeys, mustBe } from "../validation.js";
import { type AnyBound, checkBound, extend } from "./extend.js";

/** What a hook sees of a step. */
export interface StepEvent<P extends Parameters> {
  /** The 0-based update. */
  readonly update: number;
  /** The learning rate of this update, for the parameters no group matches. */
  readonly learningRate: number;
  readonly params: P;
  /** The gradients of this step, which a hook before it may change in place. */
  readonly gradients: Parameters & { readonly [Name in keyof P]: P[Name] };
}

export interface Hooks<P extends Parameters> {
  /** Called before every step, with its gradients: the place to clip. What it throws keeps the step away. */
  beforeStep?: (event: StepEvent<P>) => void;
  /** Called after every step. */
  afterStep?: (event: StepEvent<P>) => void;
}

/**
 * Hooks before and after every `step`. Wrapped around `accumulate` they see micro-batches, within it updates.
 *
 * @throws TypeError naming the option, its value and what it may be.
 */
export function withHooks<Model extends AnyBound>(model: Model, hooks: Hooks<Model["params"]>): Model {
  checkBound("withHooks", model);
  checkKeys("withHooks", hooks, ["beforeStep", "afterStep"]);
  for (const [option, hook] of Object.entries(hooks)) {
    if (hook === undefined || typeof hook === "function") continue;
    throw mustBe("withHooks", option, "a function", hook);
  }
  return extend(model, {
    step(gradients: Parameters = model.gradients) {
      checkGradients("withHooks", model.params, gradients);
      const { params, updates: update, learningRate } = model;
      const event = { update, learningRate, params, gradients } as StepEvent<Model["params"]>;
      hooks.beforeStep?.(event);
      model.step(gradients);
      hooks.afterStep?.(event);
    },
  });
}
