import { arenaCopy, copyInto, type Parameters } from "../binding/arena.js";
import { checkKeys, checkRange, positiveInteger, unitInterval } from "../validation.js";
import { type AnyBound, checkBound, extend } from "./extend.js";
import { remember } from "./remember.js";

export interface LookaheadOptions {
  /** k, the updates between two meetings of the fast and the slow weights; default 5. */
  every?: number;
  /** How far the slow weights go towards the fast ones, in [0, 1]; default 0.5. */
  alpha?: number;
}

/** What Lookahead adds to a bound optimizer. */
export interface LookingAhead<P extends Parameters> {
  readonly slowWeights: P;
}

/**
 * Lookahead (Zhang et al., 2019): after every k-th update
 *
 *     slow = slow + alpha (fast - slow)          fast = slow
 *
 * where fast are the bound weights. The slow weights start where the fast ones are at the first update, as in the
 * paper and optax; timm copies them at the first meeting, which then does nothing. Momentum is kept.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function lookahead<Model extends AnyBound>(
  model: Model,
  options: LookaheadOptions = {},
): Model & LookingAhead<Model["params"]> {
  checkBound("lookahead", model);
  checkKeys("lookahead", options, ["every", "alpha"]);
  const every = checkRange("lookahead", "every", options.every ?? 5, positiveInteger);
  const alpha = checkRange("lookahead", "alpha", options.alpha ?? 0.5, unitInterval);
  const slowWeights: Model["params"] = arenaCopy(model.params);
  /** The slow weights; weights may be loaded until the first update. */
  const current = () => {
    if (model.updates === 0) copyInto(slowWeights, model.params);
    return slowWeights;
  };
  return extend(model, {
    get slowWeights() {
      return current();
    },
    step(gradients?: Parameters) {
      current();
      const before = model.updates;
      model.step(gradients);
      if (model.updates === before || model.updates % every !== 0) return;
      for (const [name, slow] of Object.entries(slowWeights)) {
        const fast = model.params[name]!;
        for (let i = 0; i < slow.length; i++) {
          slow[i] = slow[i]! + alpha * (fast[i]! - slow[i]!);
          fast[i] = slow[i]!;
        }
      }
    },
    ...remember(model, "lookahead", {
      numbers: () => ({}),
      arrays: {
        get slowWeights() {
          return current();
        },
      },
      restore: () => {},
    }),
  });
}
