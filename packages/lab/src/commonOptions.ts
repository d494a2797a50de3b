import { type AnyBound, accumulate, clipByGlobalNorm, withHooks } from "lehr";
import type { Trial } from "./training/trial.js";

/** What may be set of every optimizer in the lab beside its own options, by the same names in `Trial.options`. */
export interface CommonOptions {
  /** The largest norm of all gradients of an update together, which are scaled down to it. */
  clipNorm?: number;
  /** So many batches make one update, with the mean of their gradients. Default 1. */
  accumulate?: number;
  /** Biases and the scales of normalizations do not decay. Default false. */
  decayOnlyMatrices?: boolean;
}

const checks: Record<keyof CommonOptions, [be: string, is: (value: unknown) => boolean]> = {
  clipNorm: [
    "a number > 0",
    (value) => typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY,
  ],
  accumulate: ["a whole number >= 1", (value) => Number.isSafeInteger(value) && (value as number) >= 1],
  decayOnlyMatrices: ["true or false", (value) => typeof value === "boolean"],
};

export const isCommonOption = (name: string) => Object.hasOwn(checks, name);

/** The options of a trial that any optimizer may have. @throws RangeError for a value that one cannot have. */
export function commonOptionsOf({ options }: Pick<Trial, "options">): CommonOptions {
  const own = Object.entries(options).filter(([name]) => isCommonOption(name));
  for (const [name, value] of own) {
    const [be, is] = checks[name as keyof CommonOptions];
    if (!is(value)) throw new RangeError(`${name} must be ${be}, got ${value}`);
  }
  return Object.fromEntries(own);
}

/** Clips the gradients of each update of a bound optimizer, and gathers them over batches, as a trial asks. */
export function withCommonOptions(trial: Pick<Trial, "options">, bound: AnyBound): AnyBound {
  const { clipNorm, accumulate: every = 1 } = commonOptionsOf(trial);
  const clipped =
    clipNorm === undefined
      ? bound
      : withHooks(bound, { beforeStep: ({ gradients }) => void clipByGlobalNorm(gradients, clipNorm) });
  return every === 1 ? clipped : accumulate(clipped, { every });
}
