import { errorAtEpoch, firstEpochAt, periodEnds, restartJumps } from "../../measures/anytime.js";
import { mean } from "../../measures/mean.js";
import type { Figure4 } from "../../paper/figure4.js";
import type { Results, TrialResult } from "../../results.js";
import { type Claim, pointsClaim, ratioClaim, sideClaim, times } from "../claims.js";
import { count } from "../words.js";
import { errorDifference, overSharedSeeds, type RestartsLine, type RestartsPair } from "./numbers.js";
import { paperErrors, paperFinalError, paperFinalLoss, paperHalf } from "./paper.js";

/** What the paper's figure says, in differences of what it shows, beside ours. */
export interface RestartsClaims {
  /** What restarts do on the way. */
  onTheWay: Claim[];
  /** How the lines compare where each of them ends. */
  inTheEnd: Claim[];
}

export function restartsClaims(
  results: Results,
  { lines, pairs }: { lines: readonly RestartsLine[]; pairs: readonly RestartsPair[] },
): RestartsClaims {
  const paper = paperHalf(results);
  const { seed } = results;
  return {
    onTheWay: pairs.flatMap((pair) => [
      ...sameEpochClaims(pair, paper),
      ...speedClaim(pair, seed),
      ...periodClaims(pair, paper, seed),
      ...jumpClaim(pair, paper, seed),
    ]),
    inTheEnd: [...orderClaims(lines, paper, seed), ...lossClaims(lines, paper, seed)],
  };
}

/** The end of a period, and the paper's of the same number. */
interface SharedEnd {
  epoch: number;
  theirs: number;
  /** The paper's error there. */
  error: number;
}

function sharedEnds({ series, plan }: RestartsLine, paper: Figure4): SharedEnd[] {
  const errors = paperErrors(paper, series);
  return periodEnds(plan.schedule, plan.epochs).flatMap((epoch, i) => {
    const [theirs, error] = [paper.ends[i], errors?.[i]];
    return theirs === undefined || error == null ? [] : [{ epoch, theirs, error }];
  });
}

/** "after 4 epochs (100 in the paper)". */
function place({ epoch, theirs }: SharedEnd): string {
  return `after ${count(epoch)} epochs${theirs === epoch ? "" : ` (${count(theirs)} in the paper)`}`;
}

/** The run without restarts is on its way while one with restarts has come to the end of a period. */
function sameEpochClaims({ line, single, ends }: RestartsPair, paper: Figure4): Claim[] {
  if (!single) return [];
  const others = paperErrors(paper, single.series);
  return sharedEnds(line, paper).flatMap((end, i) => {
    const other = others?.[i];
    if (other == null || end.epoch >= single.plan.epochs || end.theirs >= paper.epochs.at(-1)!) return [];
    const gain = ends.find(({ epoch }) => epoch === end.epoch)?.gainThen ?? null;
    return pointsClaim(`${single.name} − ${line.name} ${place(end)}`, gain, other - end.error);
  });
}

/** The paper says of AdamWR how much sooner it is there. */
function speedClaim({ line, single }: RestartsPair, seed: number): Claim[] {
  const [first] = periodEnds(line.plan.schedule, line.plan.epochs);
  if (!single || first === undefined || line.series !== "adamwr") return [];
  const epochs = Array.from({ length: single.plan.epochs }, (_, i) => i + 1);
  const factor = (own: readonly TrialResult[], others: readonly TrialResult[]) => {
    const error = errorAtEpoch(own, first);
    const there = error === null ? null : firstEpochAt(others, epochs, error);
    return there === null ? null : there / first;
  };
  return [
    sideClaim(
      `epochs that ${single.name} takes to be where ${line.name} is after ${count(first)}, over these`,
      overSharedSeeds(line, single, factor, seed),
      { words: "up to ×10", side: 1 },
      { neutral: 1, write: times },
    ),
  ];
}

/** Each period ends better than the one before, or does not. */
function periodClaims({ line }: RestartsPair, paper: Figure4, seed: number): Claim[] {
  const ends = sharedEnds(line, paper);
  return ends.slice(1).map((end, i) => {
    const before = ends[i]!;
    const same = before.theirs === before.epoch && end.theirs === end.epoch;
    const theirs = same ? "" : ` (${count(before.theirs)} and ${count(end.theirs)} in the paper)`;
    return pointsClaim(
      `${line.name} after ${count(before.epoch)} − after ${count(end.epoch)} epochs${theirs}`,
      errorDifference([line, before.epoch], [line, end.epoch], seed),
      before.error - end.error,
    );
  });
}

/** What the last restart costs at worst. */
function jumpClaim({ line }: RestartsPair, paper: Figure4, seed: number): Claim[] {
  const { series, plan } = line;
  const { afterLastRestart, ends } = paper;
  const before = sharedEnds(line, paper)[ends.length - 2];
  if (!afterLastRestart || !before || (series !== "adamwr" && series !== "sgdwr")) return [];
  const rise = (trials: readonly TrialResult[]) => {
    const jump = restartJumps(trials, plan.schedule, plan.epochs).find(({ epoch }) => epoch === before.epoch);
    return jump === undefined ? null : jump.worst - jump.before;
  };
  return [
    pointsClaim(
      `${line.name}: rise at the restart ${place(before)}`,
      overSharedSeeds(line, line, rise, seed),
      afterLastRestart[series] - before.error,
    ),
  ];
}

/** The order of the lines, pair by pair: the one that errs more in the paper minus the other. */
function orderClaims(lines: readonly RestartsLine[], paper: Figure4, seed: number): Claim[] {
  const ranked = lines
    .flatMap((line) => {
      const error = paperFinalError(paper, line.series);
      return error === undefined ? [] : [{ line, error }];
    })
    .sort((a, b) => b.error - a.error);
  return ranked.flatMap((worse, i) =>
    ranked
      .slice(i + 1)
      .map((better) =>
        pointsClaim(
          `${worse.line.name} − ${better.line.name}`,
          errorDifference([worse.line, worse.line.plan.epochs], [better.line, better.line.plan.epochs], seed),
          worse.error - better.error,
        ),
      ),
  );
}

/** Restarts leave a higher training loss, AdamW a lower one than Adam. */
function lossClaims(lines: readonly RestartsLine[], paper: Figure4, seed: number): Claim[] {
  const compared = [
    ["adamw", "adam"],
    ["adamwr", "adamw"],
    ["sgdwr", "sgdw"],
  ] as const;
  const finalLoss = (trials: readonly TrialResult[]) =>
    mean(trials.map(({ history }) => history.at(-1)?.trainLoss ?? Number.NaN));
  const ratio = (a: readonly TrialResult[], b: readonly TrialResult[]) => {
    const value = a.length === 0 ? Number.NaN : finalLoss(a) / finalLoss(b);
    return Number.isFinite(value) ? value : null;
  };
  return compared.flatMap((pair) => {
    const [a, b] = pair.map((series) => lines.find((line) => line.series === series));
    const [theirs, others] = pair.map((series) => paperFinalLoss(paper, series));
    if (!a || !b || theirs === undefined || others === undefined) return [];
    return ratioClaim(
      `training loss of ${a.name} / of ${b.name}`,
      overSharedSeeds(a, b, ratio, seed),
      theirs / others,
    );
  });
}
