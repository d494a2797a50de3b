import type { Parameters } from "../binding/arena.js";
import { checkGradients } from "../binding/checks.js";
import { checkKeys, mustBe } from "../validation.js";
import { type AnyBound, checkBound, extend } from "./extend.js";
import { remember } from "./remember.js";

/** Where the first number that is not finite was found, and how often that has happened. */
export interface SkippedStep {
  /** The 0-based update that was not made. */
  readonly update: number;
  readonly parameter: string;
  readonly index: number;
  /** NaN, Infinity or -Infinity. */
  readonly value: number;
  /** Steps skipped so far, this one included. */
  readonly skipped: number;
  /** Steps skipped one after another, this one included. */
  readonly skippedInARow: number;
}

export interface SkipNonFiniteOptions {
  /** Told of every skipped step; what it throws reaches the caller of `step`. */
  onSkip?: (report: SkippedStep) => void;
}

/** What skipping adds to a bound optimizer. */
export interface SkippingNonFinite {
  /** Steps skipped so far. */
  readonly skipped: number;
  /** Steps skipped since the last one that was not. */
  readonly skippedInARow: number;
}

/**
 * Skips every step with a gradient that is not finite: weights, state and the count of updates stay as they
 * are, as if that batch had not been.
 *
 * @throws TypeError naming the option, its value and what it may be.
 */
export function skipNonFinite<Model extends AnyBound>(
  model: Model,
  options: SkipNonFiniteOptions = {},
): Model & SkippingNonFinite {
  checkBound("skipNonFinite", model);
  checkKeys("skipNonFinite", options, ["onSkip"]);
  const { onSkip } = options;
  if (onSkip !== undefined && typeof onSkip !== "function") {
    throw mustBe("skipNonFinite", "onSkip", "a function", onSkip);
  }
  let skipped = 0;
  let skippedInARow = 0;
  return extend(model, {
    get skipped() {
      return skipped;
    },
    get skippedInARow() {
      return skippedInARow;
    },
    step(gradients: Parameters = model.gradients) {
      checkGradients("skipNonFinite", model.params, gradients);
      const found = firstNonFinite(gradients);
      if (!found) {
        model.step(gradients);
        skippedInARow = 0;
        return;
      }
      skipped++;
      skippedInARow++;
      onSkip?.({ update: model.updates, ...found, skipped, skippedInARow });
    },
    ...remember(model, "skipNonFinite", {
      numbers: () => ({ skipped, skippedInARow }),
      arrays: {},
      restore: (numbers) => {
        skipped = numbers.skipped!;
        skippedInARow = numbers.skippedInARow!;
      },
    }),
  });
}

function firstNonFinite(
  gradients: Parameters,
): { parameter: string; index: number; value: number } | undefined {
  for (const [parameter, gradient] of Object.entries(gradients)) {
    for (let index = 0; index < gradient.length; index++) {
      const value = gradient[index]!;
      if (!Number.isFinite(value)) return { parameter, index, value };
    }
  }
  return undefined;
}
