import {
  atLeastTwo,
  belowOne,
  checkChoice,
  checkKeys,
  checkRange,
  positive,
  type Range,
  show,
} from "../validation.js";
import { type Suggestions, suggestions } from "./suggestions.js";

export interface FindLearningRateOptions<Saved = unknown> {
  /** The first learning rate, > 0; default 1e-7. */
  from?: number;
  /** The last, more than `from`; default 10. */
  to?: number;
  /** How many updates the range is spread over, at least 2; default 100. */
  updates?: number;
  /** How the rate grows; default "exponential". */
  scale?: "exponential" | "linear";
  /** beta, the weight of the past in the smoothed loss, in [0, 1); default 0.98. */
  smoothing?: number;
  /** Stop where the smoothed loss passes this many times its best, > 1; default 4. */
  stopAt?: number;
  /** Called before the first update: put weights and optimizer state in safety. */
  save?: () => Saved | Promise<Saved>;
  /** Called after the last update, also after an error, with what `save` gave: put them back. */
  restore?: (saved: Saved) => unknown;
}

/** One update of a learning-rate range test. */
export interface LearningRateTrial {
  readonly learningRate: number;
  /** What `step` gave. */
  readonly loss: number;
  /** The exponential mean of the losses so far, corrected for its start at zero. */
  readonly smoothed: number;
}

/** What a learning-rate range test found. */
export interface FoundLearningRate {
  /** Every update with a finite loss, in order. */
  readonly history: readonly LearningRateTrial[];
  /** Why it ended: the range was through, the loss had grown too much, or was no longer a finite number. */
  readonly stopped: "finished" | "diverged" | "notFinite";
  readonly suggestions: Suggestions;
}

/**
 * The learning-rate range test (Smith, 2017; fastai's `lr_find`): trains while the learning rate grows from
 * `from` to `to`, one value an update, and reads good rates off the loss. It changes what `step` changes:
 * give `save` and `restore`, or throw the model away.
 *
 * @param step does one update at the given learning rate and returns its loss, or a promise of it.
 * @throws RangeError or TypeError naming the option, its value and what it may be; and whatever `step` throws,
 *   after `restore`.
 */
export async function findLearningRate<Saved = unknown>(
  step: (learningRate: number) => number | Promise<number>,
  options: FindLearningRateOptions<Saved> = {},
): Promise<FoundLearningRate> {
  const { learningRates, smoothing, stopAt, save, restore } = check(step, options);
  const saved = (await save?.()) as Saved;
  const history: LearningRateTrial[] = [];
  let stopped: FoundLearningRate["stopped"] = "finished";
  try {
    let smoothed = 0;
    let best = Number.POSITIVE_INFINITY;
    for (const learningRate of learningRates) {
      const loss = await step(learningRate);
      if (typeof loss !== "number") {
        throw new TypeError(
          `findLearningRate: step must return a number or a promise of one, got ${show(loss)}`,
        );
      }
      if (!Number.isFinite(loss)) {
        stopped = "notFinite";
        break;
      }
      const weight = (1 - smoothing) / (1 - smoothing ** (history.length + 1));
      smoothed += weight * (loss - smoothed);
      history.push({ learningRate, loss, smoothed });
      best = Math.min(best, smoothed);
      // Measured from the best, so that a loss below zero does not stop the test at once.
      if (smoothed > best + (stopAt - 1) * Math.abs(best)) {
        stopped = "diverged";
        break;
      }
    }
  } finally {
    await restore?.(saved);
  }
  return { history, stopped, suggestions: suggestions(history) };
}

const aboveOne: Range = {
  contains: (value) => Number.isFinite(value) && value > 1,
  text: "a finite number > 1",
};

function check<Saved>(step: unknown, options: FindLearningRateOptions<Saved>) {
  const name = "findLearningRate";
  if (typeof step !== "function") {
    throw new TypeError(`${name}: step must be a function of the learning rate, got ${show(step)}`);
  }
  checkKeys(name, options, ["from", "to", "updates", "scale", "smoothing", "stopAt", "save", "restore"]);
  const from = checkRange(name, "from", options.from ?? 1e-7, positive);
  const to = checkRange(name, "to", options.to ?? 10, positive);
  if (to <= from) throw new RangeError(`${name}: to must be more than from (${from}), got ${to}`);
  const updates = checkRange(name, "updates", options.updates ?? 100, atLeastTwo);
  const scale = checkChoice(name, "scale", options.scale ?? "exponential", ["exponential", "linear"]);
  const { save, restore } = options;
  for (const [option, value] of Object.entries({ save, restore })) {
    if (value !== undefined && typeof value !== "function") {
      throw new TypeError(`${name}: ${option} must be a function, got ${show(value)}`);
    }
  }
  return {
    learningRates: Array.from({ length: updates }, (_, i) => {
      const progress = i / (updates - 1);
      return scale === "linear" ? from + (to - from) * progress : from * (to / from) ** progress;
    }),
    smoothing: checkRange(name, "smoothing", options.smoothing ?? 0.98, belowOne),
    stopAt: checkRange(name, "stopAt", options.stopAt ?? 4, aboveOne),
    save,
    restore,
  };
}
