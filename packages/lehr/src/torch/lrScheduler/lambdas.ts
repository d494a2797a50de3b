import { show } from "../../validation.js";
import type { LastEpoch } from "./schedulable.js";

/** A factor as a function of the epoch. */
export type Lambda = (epoch: number) => number;

/** Options of `LambdaLR` and `MultiplicativeLR`. */
export interface LambdaOptions extends LastEpoch {
  /** The factor as a function of the epoch, one for all groups or one for each. */
  lrLambda: Lambda | readonly Lambda[];
}

/** The function of every group. @throws TypeError or RangeError if they are no functions, or too few or many. */
export function lambdasOf(owner: string, given: unknown, groups: readonly unknown[]): readonly Lambda[] {
  const lambdas = Array.isArray(given) ? given : groups.map(() => given);
  if (lambdas.length !== groups.length) {
    throw new RangeError(
      `${owner}: lrLambda must have one function for each of the ${groups.length} groups, got ${lambdas.length}`,
    );
  }
  for (const lambda of lambdas) {
    if (typeof lambda !== "function") {
      throw new TypeError(`${owner}: lrLambda must be a function of the epoch, got ${show(lambda)}`);
    }
  }
  return lambdas;
}
