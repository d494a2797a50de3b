import { arenaLike, type Parameters } from "../binding/arena.js";
import { checkGradients } from "../binding/checks.js";
import { checkChoice, checkKeys, checkRange, positiveInteger } from "../validation.js";
import { type AnyBound, checkBound, extend } from "./extend.js";
import { remember } from "./remember.js";

export interface AccumulateOptions {
  /** Micro-batches per update, a positive integer. */
  every: number;
  /** What an update sees of its micro-batches' gradients; default "mean". */
  reduce?: "mean" | "sum";
}

/** What accumulation adds to a bound optimizer. */
export interface Accumulating {
  /** Micro-batches seen since the last update. */
  readonly microBatches: number;
}

/**
 * Gradient accumulation: of `every` calls of `step` only the last one updates, with the mean (or the sum) of
 * their gradients. `updates`, schedules and learning rates count updates, never micro-batches.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function accumulate<Model extends AnyBound>(
  model: Model,
  options: AccumulateOptions,
): Model & Accumulating {
  checkBound("accumulate", model);
  checkKeys("accumulate", options, ["every", "reduce"]);
  const every = checkRange("accumulate", "every", options.every, positiveInteger);
  const reduce = checkChoice("accumulate", "reduce", options.reduce ?? "mean", ["mean", "sum"]);
  const divisor = reduce === "mean" ? every : 1;
  const sum = arenaLike(model.params);
  // The last sum stands apart, so that an update that is refused leaves the others as they were.
  const total = arenaLike(model.params);
  let microBatches = 0;
  return extend(model, {
    get microBatches() {
      return microBatches;
    },
    step(gradients: Parameters = model.gradients) {
      checkGradients("accumulate", model.params, gradients);
      if (microBatches + 1 < every) {
        addInto(sum, sum, gradients, 1);
        microBatches++;
        return;
      }
      addInto(total, sum, gradients, divisor);
      model.step(total);
      for (const array of Object.values(sum)) array.fill(0);
      microBatches = 0;
    },
    ...remember(model, "accumulate", {
      numbers: () => ({ microBatches }),
      arrays: { sum },
      restore: (numbers) => {
        microBatches = numbers.microBatches!;
      },
    }),
  });
}

/** to = (a + b) / divisor */
function addInto(to: Parameters, a: Parameters, b: Parameters, divisor: number): void {
  for (const [name, array] of Object.entries(to)) {
    const first = a[name]!;
    const second = b[name]!;
    for (let i = 0; i < array.length; i++) array[i] = (first[i]! + second[i]!) / divisor;
  }
}
