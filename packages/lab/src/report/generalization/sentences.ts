import { clearSign, type Estimate } from "../../measures/estimate.js";
import { meanFinalError, type SeriesCell } from "../../measures/seriesCells.js";
import { FIGURE_3 } from "../../paper/figure3.js";
import type { Results } from "../../results.js";
import { errorName } from "../errorWords.js";
import { count, fewSeedsWords, intervalWords, points, signedPoints, spokenHyperparameter } from "../words.js";
import { type EqualLoss, finalLoss, type GeneralizationNumbers } from "./numbers.js";

/** A training set counts as fitted below this mean loss, in nats: its images then have 90 % probability or more. */
const FITTED = 0.1;

/** The sentences to read first. */
export function generalizationHeadline(numbers: GeneralizationNumbers, results: Results): string[] {
  const { equalLoss, bestGap } = numbers;
  if (!equalLoss) {
    return [
      "Whether AdamW generalizes better than Adam at equal training loss, this run cannot tell: their trainings share no training loss yet.",
    ];
  }
  const { trainLoss, adam, adamw, difference } = equalLoss;
  const first =
    `At the same training loss of ${spokenHyperparameter(trainLoss)} nats, Adam has ${points(adam)} % ${errorName(results)} and ` +
    `AdamW ${points(adamw)} %: ${verdict(difference)}.`;
  return bestGap ? [first, `Best against best, after the whole training: ${verdict(bestGap)}.`] : [first];
}

/** Adam minus AdamW in words, without more than its interval bears out. */
function verdict(estimate: Estimate): string {
  const { value } = estimate;
  const words = intervalWords(estimate, signedPoints);
  const by = `${points(Math.abs(value))} points`;
  switch (clearSign(estimate)) {
    case 1:
      return `as in the paper, AdamW is ahead, by ${by} ${words}${fewSeedsWords(estimate)}`;
    case -1:
      return `unlike in the paper, Adam is ahead, by ${by} ${words}${fewSeedsWords(estimate)}`;
    default:
      return `Adam minus AdamW is ${signedPoints(value)} points ${words}, which does not tell the two apart`;
  }
}

const VERDICTS = {
  "1": "as in the paper, AdamW's solutions generalize better",
  "-1": "unlike in the paper, Adam's solutions generalize better",
  "0": "whose solutions generalize better, that does not tell",
} as const;

/** What the numbers rest on, what the paper has, and what this budget cannot show. */
export function generalizationDetails(results: Results, numbers: GeneralizationNumbers): string[] {
  const { best, equalLoss, finalGap } = numbers;
  const details: string[] = [];
  if (equalLoss) details.push(fairnessSentence(equalLoss));
  if (finalGap) {
    const { estimate, from, to } = finalGap;
    details.push(
      `Where the trainings of all decays ended, between training losses of ${spokenHyperparameter(from)} and ` +
        `${spokenHyperparameter(to)} nats, Adam's ${errorName(results)} minus AdamW's is ${signedPoints(estimate.value)} points on average ` +
        `${intervalWords(estimate, signedPoints)}: ${VERDICTS[clearSign(estimate)]}.`,
    );
  } else {
    details.push(
      "No stretch of final training losses is shared by both optimizers, so their final points do not compare.",
    );
  }
  const { trainLoss, adam, adamw } = FIGURE_3.equalLoss;
  details.push(
    `The paper's Figure 3: ${points(adam)} % for Adam and ${points(adamw)} % for AdamW at a training loss of ` +
      `${spokenHyperparameter(trainLoss)}; best against best, ${points(Math.min(...FIGURE_3.adam.error))} % and ` +
      `${points(Math.min(...FIGURE_3.adamw.error))} %.`,
    ...edgeSentence("Adam", numbers.adam, best.adam),
    ...edgeSentence("AdamW", numbers.adamw, best.adamw),
    ...budgetSentence(results, [best.adam, best.adamw]),
  );
  if (numbers.adam.length !== numbers.adamw.length) {
    details.push(
      `Adam had ${numbers.adam.length} decays to choose from and AdamW ${numbers.adamw.length}: the best of more is a ` +
        "little lower by chance alone.",
    );
  }
  return details;
}

/** A learning rate that has run down lowers the test error by itself: at equal loss, it matters who has ended. */
function fairnessSentence({ endsThere }: EqualLoss): string {
  if (endsThere === "both") {
    return "Both end near that loss, with their learning rates run down, so neither has an advantage there.";
  }
  const [ends, passes] = endsThere === "adam" ? ["Adam", "AdamW"] : ["AdamW", "Adam"];
  return (
    `${ends} ends near that loss, with its learning rate run down; ${passes} passes it on the way, with a larger ` +
    `learning rate. That favours ${ends}; the comparison of final points has no such bias.`
  );
}

function edgeSentence(name: string, cells: readonly SeriesCell[], best: SeriesCell | null): string[] {
  const decays = cells.map((cell) => cell.weightDecay);
  if (!best || decays.length < 2) return [];
  const error = `${points(meanFinalError(best))} %`;
  if (best.weightDecay === Math.min(...decays)) {
    return [
      `${name} did best (${error}) with the smallest decay tried: in this training, more decay did not help it.`,
    ];
  }
  if (best.weightDecay === Math.max(...decays)) {
    return [`${name} did best (${error}) with the largest decay tried: a larger one might do better still.`];
  }
  return [];
}

function budgetSentence(results: Results, best: readonly (SeriesCell | null)[]): string[] {
  const losses = best.flatMap((cell) => (cell ? [finalLoss(cell.trials)] : []));
  if (losses.length === 0 || Math.min(...losses) < FITTED) return [];
  const epochs = Math.max(...Object.values(results.series).map((one) => one.epochs));
  return [
    `The paper trained 26 million parameters for 1800 epochs, to training losses near 0.0001 with the best decays, and saw the curves part only ` +
      `in the second half. Here ${count(results.task.parameters)} parameters saw ${count(results.task.trainSize)} examples ` +
      `${count(epochs)} times, and the training loss ended at ${spokenHyperparameter(Math.min(...losses))} nats: the training ` +
      "set is not fitted, and what the paper shows, a difference between solutions that all fit it, cannot appear.",
  ];
}
