import { arenaCopy, arenaLike, type Parameters } from "../binding/arena.js";
import { type AnyBound, checkBound, extend } from "./extend.js";
import { remember } from "./remember.js";

/** What an average of weights adds to a bound optimizer. */
export interface Averaging<P extends Parameters> {
  /** The average; zeros while `averaged` is 0. */
  readonly average: P;
  /** The models in the average. */
  readonly averaged: number;
}

/**
 * An average of the weights, kept beside them. The first model taken in is copied, of a later one every weight
 * goes in with `share`:
 *
 *     average = average + share (weight - average)
 *
 * @param name what the state calls it.
 * @param share given the 0-based update to come and the models taken in before; undefined passes it over.
 */
export function average<Model extends AnyBound>(
  model: Model,
  name: string,
  share: (update: number, averaged: number) => number | undefined,
): Model & Averaging<Model["params"]> {
  checkBound(name, model);
  const mean: Model["params"] = arenaLike(model.params);
  let averaged = 0;
  return extend(model, {
    average: mean,
    get averaged() {
      return averaged;
    },
    step(gradients?: Parameters) {
      const update = model.updates;
      const part = share(update, averaged);
      model.step(gradients);
      if (model.updates === update || part === undefined) return;
      for (const [name, of] of Object.entries(mean)) {
        moveTowards(of, model.params[name]!, averaged === 0 ? 1 : part);
      }
      averaged++;
    },
    evaluationWeights: () => (averaged === 0 ? model.evaluationWeights() : arenaCopy(mean)),
    ...remember(model, name, {
      numbers: () => ({ averaged }),
      arrays: { average: mean },
      restore: (numbers) => {
        averaged = numbers.averaged!;
      },
    }),
  });
}

function moveTowards(mean: Parameters[string], weights: Parameters[string], share: number): void {
  if (share === 1) mean.set(weights);
  else for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + share * (weights[i]! - mean[i]!);
}
