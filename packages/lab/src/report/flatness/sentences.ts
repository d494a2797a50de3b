import { clearSign, type Estimate } from "../../measures/estimate.js";
import type { InterpolationResult } from "../interpolation.js";
import { counted, listed, lossNumber, points, signedPoints, withInterval } from "../words.js";
import type { FlatnessNumbers, FlatnessRow } from "./numbers.js";

/** The sentences to read first: whether flatter solutions generalize better here. */
export function flatnessHeadline({ rows, lossCorrelation }: FlatnessNumbers, error: string): string[] {
  const told = rows.filter((row): row is Told => row.flatness.scaleFree && row.correlation !== null);
  if (told.length === 0) {
    return [
      "Whether flatter solutions generalize better, this run cannot tell: it takes three solutions that differ.",
    ];
  }
  const answers = told.map(
    ({ flatness, correlation }) =>
      `by ${flatness.words}, ${ANSWERS[clearSign(correlation)]}: its rank correlation with ${error} is ${correlationWords(correlation)}`,
  );
  const seeds = told[0]!.correlation.seeds;
  const first = `Do flatter solutions generalize better here? Over ${counted(seeds, "seed")}, ${answers.join("; ")}.`;
  if (!lossCorrelation) return [first];
  const held = told.flatMap(({ flatness, atEqualLoss }) =>
    atEqualLoss ? [`${correlationWords(atEqualLoss)} for ${flatness.words}`] : [],
  );
  const rest = held.length > 0 ? `; with that held fixed, ${listed(held)} are left` : "";
  return [first, `That of the training loss alone is ${correlationWords(lossCorrelation)}${rest}.`];
}

type Told = FlatnessRow & { correlation: Estimate };

const ANSWERS = { "1": "yes", "-1": "no, sharper ones do", "0": "this does not tell" } as const;

/** "+0.62 (+0.41 to +0.80)". */
export function correlationWords({ value, interval }: Estimate): string {
  return withInterval(value, interval, signedPoints);
}

/** What the numbers rest on, and what they do not show. */
export function flatnessDetails(numbers: FlatnessNumbers, error: string): string[] {
  const { solutions, rows, testErrors, trainLosses, unconverged } = numbers;
  const ranked = solutions
    .flatMap(({ name }, i) => {
      const own = testErrors[i];
      return own ? [{ name, error: own.value }] : [];
    })
    .sort((a, b) => a.error - b.error);
  const losses = trainLosses.flatMap((loss) => loss?.value ?? []);
  const held = rows.flatMap(({ flatness, atEqualLoss }) =>
    atEqualLoss ? [`${flatness.words} ${correlationWords(atEqualLoss)}`] : [],
  );
  return [
    ...(ranked.length > 1
      ? [`By ${error}, best first: ${listed(ranked.map((one) => `${one.name} ${points(one.error)} %`))}.`]
      : []),
    ...(losses.length > 1
      ? [
          `The training losses lie from ${lossNumber(Math.min(...losses))} to ${lossNumber(Math.max(...losses))} nats. ` +
            "A network that has learned little is flat for that reason, and curvature falls again once " +
            "examples are fitted: solutions of different training loss differ in flatness by that alone.",
        ]
      : []),
    ...(held.length > 0
      ? [`With training loss held fixed, the rank correlations with ${error} are: ${listed(held)}.`]
      : []),
    `A correlation over ${counted(solutions.length, "optimizer")} says how these go together, not that one makes the other: what an ` +
      `optimizer does to the ${error} and what it does to flatness may have nothing to do with one another.`,
    ...fewSeeds(rows),
    ...(unconverged > 0
      ? [
          `${counted(unconverged, "top eigenvalue")} had not settled to a hundredth when the iterations ran out; ` +
            "such values are lower bounds.",
        ]
      : []),
  ];
}

/** What intervals over few seeds are worth. */
function fewSeeds(rows: readonly FlatnessRow[]): string[] {
  const seeds = rows.find(({ correlation }) => correlation !== null)?.correlation?.seeds ?? 0;
  if (seeds === 1) return ["One seed gives no intervals: what the correlations say may be chance."];
  return seeds > 1 && seeds < 6
    ? [
        `Intervals over ${seeds} seeds are rather too narrow, and know nothing of how other optimizers would do.`,
      ]
    : [];
}

/** Why not every measure compares. */
export function scaleSentences({ solutions, weightNorms }: FlatnessNumbers): string[] {
  const norms = solutions.flatMap(({ name }, i) => {
    const norm = weightNorms[i];
    return norm ? [`${name} ${lossNumber(norm.value)}`] : [];
  });
  return [
    "Where a normalization follows, the size of the weights changes nothing of what a network computes, but much of " +
      "how sharp it looks (Dinh et al. 2017): with weights half as large, curvatures are four times as large. Weight " +
      "decay makes weights smaller, in each optimizer differently, so SAM sharpness, eigenvalue and trace do not " +
      "compare between these solutions; adaptive sharpness and what is measured in filter norms do.",
    ...(norms.length > 1 ? [`The norms of the weights: ${listed(norms)}.`] : []),
  ];
}

/** What lies between two solutions. */
export function barrierSentence({ first, second, trainLoss, testError }: InterpolationResult): string {
  const { positions, losses } = trainLoss;
  const at = (t: number) => losses[positions.findIndex((position) => Math.abs(position - t) < 1e-9)] ?? null;
  const ends = [at(0), at(1)];
  const between = losses.filter((_, i) => positions[i]! > 1e-9 && positions[i]! < 1 - 1e-9);
  const pair = `From ${first} to ${second}`;
  if (ends.includes(null) || between.includes(null) || between.length === 0) {
    return `${pair}: not all losses on the way are known.`;
  }
  const higher = Math.max(...(ends as number[]));
  const barrier = Math.max(...(between as number[])) - higher;
  const errors = testError.losses.filter((error) => error !== null);
  const least = errors.length === 0 ? null : Math.min(...errors);
  const where = least === null ? null : testError.positions[testError.losses.indexOf(least)]!;
  const lowest =
    where === null ? "" : ` The test error on it is least at t = ${lossNumber(where)}, ${points(least)} %.`;
  return barrier > 0
    ? `${pair} the training loss rises ${lossNumber(barrier)} nats above the higher end: a barrier lies between them.${lowest}`
    : `${pair} the training loss never rises above the higher end: no barrier lies between them.${lowest}`;
}
