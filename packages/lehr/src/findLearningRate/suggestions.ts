import type { LearningRateTrial } from "./findLearningRate.js";

/** Learning rates read off a range test; undefined where its history never falls. */
export interface Suggestions {
  /** Where the smoothed loss falls fastest on the logarithm of the learning rate. */
  readonly steepest: number | undefined;
  /** In the middle of the longest way down: robust where the loss is noisy. */
  readonly valley: number | undefined;
  /** A tenth of where the smoothed loss is least: the classic, safe choice. */
  readonly minimumOverTen: number | undefined;
}

/** Reads learning rates off the history of a range test. */
export function suggestions(history: readonly LearningRateTrial[]): Suggestions {
  const losses = history.map(({ smoothed }) => smoothed);
  const logs = history.map(({ learningRate }) => Math.log(learningRate));
  const rateAt = (i: number | undefined) => (i === undefined ? undefined : history[i]!.learningRate);
  const lowest = losses.length === 0 ? undefined : losses.indexOf(Math.min(...losses));
  return {
    steepest: rateAt(steepest(losses, logs)),
    valley: rateAt(valley(losses)),
    minimumOverTen: lowest === undefined || lowest === 0 ? undefined : history[lowest]!.learningRate / 10,
  };
}

/** Where the slope, taken over both neighbours, is most negative. */
function steepest(losses: readonly number[], logs: readonly number[]): number | undefined {
  const slopes = losses.slice(2).map((loss, i) => (loss - losses[i]!) / (logs[i + 2]! - logs[i]!));
  const least = Math.min(...slopes);
  return least < 0 ? slopes.indexOf(least) + 1 : undefined;
}

/** The index half-way between the first and the last of the longest falling subsequence. */
function valley(losses: readonly number[]): number | undefined {
  const length: number[] = [];
  const first: number[] = [];
  let end = 0;
  losses.forEach((loss, i) => {
    length.push(1);
    first.push(i);
    for (let j = 0; j < i; j++) {
      if (loss < losses[j]! && length[j]! + 1 > length[i]!) {
        length[i] = length[j]! + 1;
        first[i] = first[j]!;
      }
    }
    if (length[i]! > length[end]!) end = i;
  });
  if (!(length[end]! > 1)) return undefined;
  return Math.round((first[end]! + end) / 2);
}
