import {
  describeCoordinateRegret,
  describeCouplingSlope,
  describeToleranceSlope,
} from "../measures/words.js";
import { optimizerName } from "../report/names.js";
import type { OptimizerSummary, Results } from "../results.js";

/** What a study found, as lines for the terminal: each optimizer's measures with a few words on what they say. */
export function summaryLines({ summary }: Pick<Results, "summary">): string[] {
  return Object.entries(summary).flatMap(([name, measures]) => ["", ...linesOf(name, measures)]);
}

function linesOf(name: string, measures: OptimizerSummary): string[] {
  const { bestError, bestAt, couplingSlope, toleranceSlope, coordinateRegret } = measures;
  const best =
    bestError === null || bestAt === null
      ? "none finished"
      : `${bestError.toFixed(2)} % at learning rate ${bestAt.learningRate}, weight decay ${bestAt.weightDecay}`;
  return [
    optimizerName(name),
    `  best test error    ${best}`,
    `  coupling slope     ${signed(couplingSlope)}  ${describeCouplingSlope(couplingSlope)}`,
    `  tolerance slope    ${signed(toleranceSlope)}  ${describeToleranceSlope(toleranceSlope)}`,
    `  coordinate regret  ${signed(coordinateRegret)}  ${describeCoordinateRegret(coordinateRegret)}`,
  ];
}

const signed = (value: number | null) => (value === null ? "-" : value.toFixed(2)).padStart(5);
