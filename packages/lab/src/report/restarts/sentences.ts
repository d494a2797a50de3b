import { isRange } from "../../measures/bootstrap.js";
import { clearSign } from "../../measures/estimate.js";
import type { Figure4 } from "../../paper/figure4.js";
import type { Results } from "../../results.js";
import { errorName } from "../errorWords.js";
import { count, fewSeedsWords, intervalWords, listed, points, signedPoints } from "../words.js";
import type { PeriodEnd, RestartsPair } from "./numbers.js";
import { paperHalf } from "./paper.js";

/** The sentences to read first: when good solutions are there, and what they are worth in the end. */
export function restartsHeadline(pairs: readonly RestartsPair[]): string[] {
  if (pairs.length === 0) return ["No run with restarts was planned, so there is nothing to compare."];
  return pairs.map((pair) => {
    const { line, single, ends } = pair;
    if (!single || single.trials.length === 0 || ends.length === 0) {
      const lacking = ends.length === 0 ? line.name : (single?.name ?? "the run without restarts");
      return `What restarts do for ${line.name}, this run cannot tell: ${lacking} has no finished training.`;
    }
    return `${early(pair, single.name)} ${late(pair, single.name)}`;
  });
}

function early({ line, ends }: RestartsPair, single: string): string {
  const told = ends.filter((end) => end.gainThen !== null && !isLast(end, ends));
  const ahead = told.filter((end) => end.gainThen!.value > 0);
  if (told.length === 0)
    return `${line.name} has no end of a period before the last to compare with ${single}.`;
  const at = (some: readonly PeriodEnd[]) => listed(some.map(({ epoch }) => count(epoch)));
  const clear = (sign: 1 | -1) => told.filter((end) => clearSign(end.gainThen!) === sign).length;
  if (ahead.length === 0) {
    const paper = clear(-1) > 0 ? "Unlike in the paper, " : "";
    return `${paper}${line.name} is never ahead of ${single} at the end of a period before the last.`;
  }
  if (ahead.length === told.length) {
    const paper = clear(1) === told.length ? "As in the paper, " : "";
    return `${paper}${line.name} is ahead of ${single} at the end of every period before the last, after ${at(told)} epochs${sureWords(ahead)}.`;
  }
  return `${line.name} is ahead of ${single} after ${at(ahead)} of ${at(told)} epochs${sureWords(ahead)}.`;
}

/** At which of these ends the interval of the gain has 0 outside. */
function sureWords(ahead: readonly PeriodEnd[]): string {
  const clear = ahead.filter((end) => clearSign(end.gainThen!) === 1);
  const { seeds } = ahead[0]!.gainThen!;
  const interval = isRange(seeds) ? `range over the ${seeds} seeds` : "interval";
  if (clear.length === 0) return ` (no ${interval} excludes 0)`;
  const few = fewSeedsWords({ seeds });
  if (clear.length === ahead.length) return ` (every ${interval} excludes 0${few})`;
  return ` (the ${interval} excludes 0 after ${listed(clear.map(({ epoch }) => count(epoch)))}${few})`;
}

function late({ ends, reaches, single: other }: RestartsPair, single: string): string {
  const best = ends.reduce((a, b) => (b.error < a.error ? b : a));
  if (best.singleEnd === null) return `${single} has no final error yet.`;
  const total = other?.plan.epochs ?? 0;
  if (reaches === null) {
    return (
      `It does not reach ${single}'s final ${points(best.singleEnd)} %: its best is ${points(best.error)} %, after ` +
      `${count(best.epoch)} epochs.`
    );
  }
  const sooner = reaches < total ? `, where ${single} takes ${count(total)}` : ", no sooner";
  return `It reaches ${single}'s final ${points(best.singleEnd)} % after ${count(reaches)} epochs${sooner}.`;
}

const isLast = (end: PeriodEnd, ends: readonly PeriodEnd[]) => end.epoch === ends.at(-1)?.epoch;

/** What happened at restarts and over the periods, as it is, and what the paper has. */
export function restartsDetails(pairs: readonly RestartsPair[], results: Results): string[] {
  const error = errorName(results);
  return [
    ...pairs.flatMap((pair) => [
      ...orderSentence(pair),
      ...jumpSentence(pair, error),
      ...endSentence(pair, error),
    ]),
    paperSentence(paperHalf(results)),
  ];
}

function paperSentence({ task, errorKind, error, ends, epochs }: Figure4): string {
  const { adamw, adamwr, sgdw, sgdwr } = error;
  const all = (errors: readonly (number | null)[]) => listed(errors.flatMap((one) => one?.toFixed(2) ?? []));
  const notBest = adamwr[ends.length - 1]! > adamwr[ends.length - 2]!;
  return (
    `The paper's Figure 4, ${errorName({ error: errorKind })} on ${task}: AdamWR ${all(adamwr)} % and SGDWR ` +
    `${all(sgdwr)} % after ${listed(ends.map(String))} epochs; AdamW ${points(adamw.at(-1))} % and SGDW ` +
    `${points(sgdw.at(-1))} % after ${epochs.at(-1)}.${notBest ? " There, the last period was not the best one." : ""}`
  );
}

/** Whether each period ends better than the one before; that it need not, the paper's own figure shows. */
function orderSentence({ line, ends }: RestartsPair): string[] {
  if (ends.length < 2) return [];
  const errors = `${listed(ends.map(({ error }) => points(error)))} % after ${listed(ends.map(({ epoch }) => count(epoch)))} epochs`;
  const worse = ends.filter((end, i) => i > 0 && end.error > ends[i - 1]!.error);
  if (worse.length === 0) return [`${line.name}: ${errors}. Each period ends better than the one before.`];
  const best = ends.reduce((a, b) => (b.error < a.error ? b : a));
  const when = isLast(best, ends) ? "the last" : `the one after ${count(best.epoch)} epochs`;
  return [
    `${line.name}: ${errors}. The ${worse.length === 1 ? "period" : "periods"} ending at ` +
      `${listed(worse.map(({ epoch }) => count(epoch)))} ${worse.length === 1 ? "ends" : "end"} worse than the one before; ` +
      `the best end is ${when}.`,
  ];
}

function jumpSentence({ line, jumps }: RestartsPair, error: string): string[] {
  if (jumps.length === 0) return [];
  const each = jumps.map(
    ({ epoch, before, worst, recovered }) =>
      `after ${count(epoch)} epochs from ${points(before)} to ${points(worst)} %` +
      (recovered === null ? " (never recovered)" : ` (recovered at ${count(recovered)})`),
  );
  return [`${line.name}'s ${error} changes at its restarts: ${listed(each)}.`];
}

function endSentence({ line, single, ends }: RestartsPair, error: string): string[] {
  const last = ends.at(-1);
  if (!single || !last?.gainEnd) return [];
  return [
    `At the end, ${single.name}'s ${error} minus ${line.name}'s is ${signedPoints(last.gainEnd.value)} points ` +
      `${intervalWords(last.gainEnd, signedPoints)}.`,
  ];
}
