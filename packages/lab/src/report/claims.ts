import { clearSign, type Estimate } from "../measures/estimate.js";
import { numbersTable } from "./numbersTable.js";
import { count, fewSeedsWords, intervalsName, listed, signedPoints, withInterval } from "./words.js";

/** Something that the paper found, and what has become of it here. */
export interface Claim {
  /** "AdamW − AdamWR after 12 epochs". */
  what: string;
  /** Our number, with its interval. */
  here: string;
  paper: string;
  verdict: Verdict;
}

/**
 * Whether ours lies where the paper's does: all of its interval ("agrees"), none ("differs"), or some, or the paper's
 * own is too small to tell ("open"). "missing" where there is nothing of ours.
 */
export type Verdict = "agrees" | "differs" | "open" | "missing";

/** A number of the paper: in words, and on which side of the neutral value it lies; 0 where that cannot be told. */
export interface PaperSide {
  words: string;
  side: -1 | 0 | 1;
}

/** Differences of two errors read off the paper's figures are this exact, in points. */
const READING = 0.08;

/** A difference in points that was read off a figure. */
export function paperPoints(value: number): PaperSide {
  return { words: signedPoints(value), side: Math.abs(value) < READING ? 0 : value > 0 ? 1 : -1 };
}

/** A difference in points of error. */
export function pointsClaim(what: string, here: Estimate | null, paper: number): Claim {
  return sideClaim(what, here, paperPoints(paper));
}

/** How many times as large one thing is as another. */
export function ratioClaim(what: string, here: Estimate | null, paper: number): Claim {
  return sideClaim(
    what,
    here,
    { words: times(paper), side: paper > 1 ? 1 : -1 },
    { neutral: 1, write: times },
  );
}

/**
 * @param paper the words may hold more than its number.
 * @param neutral what means that there is no difference; default 0.
 */
export function sideClaim(
  what: string,
  here: Estimate | null,
  paper: PaperSide,
  {
    neutral = 0,
    write = signedPoints,
  }: { neutral?: number; write?: (value: number | null | undefined) => string } = {},
): Claim {
  if (here === null) return { what, here: "n/a", paper: paper.words, verdict: "missing" };
  const interval = here.interval && ([here.interval[0] - neutral, here.interval[1] - neutral] as const);
  const verdict = verdictOf(clearSign({ ...here, interval }), paper);
  return { what, here: withInterval(here.value, here.interval, write), paper: paper.words, verdict };
}

/** @param here the side that ours lies on; 0 where that cannot be told. */
export function verdictOf(here: -1 | 0 | 1, { side }: PaperSide): Verdict {
  if (here === 0 || side === 0) return "open";
  return here === side ? "agrees" : "differs";
}

/** "×2.14". */
export function times(value: number | null | undefined): string {
  return value === null || value === undefined ? "n/a" : `×${Number(value.toPrecision(3))}`;
}

/** The claims that agree, those that do not and those that cannot be told, counted; empty for none. */
export function claimsSentence(claims: readonly Claim[], figure: string): string[] {
  const told = claims.filter(({ verdict }) => verdict !== "missing");
  if (told.length === 0) return [];
  const number = (verdict: Verdict) => told.filter((claim) => claim.verdict === verdict).length;
  const parts = [
    [number("agrees"), ["agrees", "agree"]],
    [number("differs"), ["does not", "do not"]],
    [number("open"), ["cannot be told", "cannot be told"]],
  ] as const;
  const words = parts.flatMap(([some, [one, several]]) =>
    some > 0 ? [`${count(some)} ${some === 1 ? one : several}`] : [],
  );
  const what = told.length === 1 ? "the one comparison" : `the ${count(told.length)} comparisons`;
  return [`Of ${what} with ${figure}, ${listed(words)}.`];
}

/** What the verdicts on claims rest on. */
export function verdictWords(seeds: number): string {
  if (seeds < 2) return "one seed gives no interval, and nothing is concluded";
  return `in parentheses ${intervalsName(seeds)}${fewSeedsWords({ seeds })}`;
}

/** Every claim with ours, the paper's and the verdict. */
export function claimsTable(claims: readonly Claim[], caption: string): string {
  return numbersTable({
    caption,
    head: ["", "here", "paper", "verdict"],
    rows: claims.map(({ what, here, paper, verdict }) => [what, here, paper, VERDICTS[verdict]]),
  });
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  agrees: "agrees",
  differs: "does not agree",
  open: "cannot be told",
  missing: "not measured",
};
