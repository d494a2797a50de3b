import { FIGURE_1 } from "../paper/figure1.js";
import type { Results } from "../results.js";
import { type Claim, claimsSentence, paperPoints, verdictOf } from "./claims.js";
import { contrastSentence } from "./decouplingFindings.js";
import { errorName } from "./errorWords.js";
import { paperMeasures } from "./paperPanels.js";
import { type Comparison, compareBest, edgeSentences, gapSentences, toleranceSentence } from "./sentences.js";
import { type SeriesResult, seriesResults } from "./seriesResult.js";
import { apartWords, capitalized, count, listed, points, signedPoints, withInterval } from "./words.js";

/** Adam and AdamW with one schedule, here and in the paper. */
export interface ScheduleRow {
  schedule: string;
  /** "with step drops". */
  words: string;
  adam: SeriesResult | undefined;
  adamw: SeriesResult | undefined;
  /** AdamW against Adam; null where either has nothing measured. */
  comparison: Comparison | null;
  /** The paper's best errors, in per cent. */
  paper: { adam: number; adamw: number };
}

const SCHEDULES: Readonly<Record<string, string>> = {
  fixed: "with a fixed learning rate",
  "step-drop": "with step drops",
  cosine: "with cosine annealing",
};

/** The schedules of which something was planned, from the plainest to the paper's favourite. */
export function scheduleRows(results: Results): ScheduleRow[] {
  const all = seriesResults(results);
  return Object.entries(SCHEDULES).flatMap(([schedule, words]) => {
    const [adam, adamw] = ["adam", "adamw"].map((name) =>
      all.find(({ key }) => key === `${name}-${schedule}`),
    );
    if (!adam && !adamw) return [];
    const best = (name: string) => FIGURE_1.find(({ series }) => series === `${name}-${schedule}`)!.best;
    return [
      {
        schedule,
        words,
        adam,
        adamw,
        comparison: adam && adamw ? compareBest(results, adam, adamw) : null,
        paper: { adam: best("adam"), adamw: best("adamw") },
      },
    ];
  });
}

/** The panels that were read whole, measured; of the others too little is known. */
export const PAPER_SLOPES = paperMeasures(FIGURE_1.filter(({ schedule }) => schedule !== "fixed"));

/** What the run shows, and what it cannot, in sentences made from its numbers alone; plain text. */
export function schedulesFindings(results: Results): { headline: string[]; details: string[] } {
  const all = seriesResults(results);
  const rows = scheduleRows(results);
  const compared = rows.filter((row): row is Compared => row.comparison !== null);
  return {
    headline:
      compared.length > 0
        ? [
            differenceSentence(compared, errorName(results)),
            verdictSentence(compared),
            ...claimsSentence(scheduleClaims(results), "the paper's Figure 1"),
          ]
        : [],
    details: [
      ...gapGrowthSentence(compared),
      ...(["adam", "adamw"] as const).flatMap((name) => orderSentence(results, rows, name)),
      ...chanceSentence(compared, results),
      ...rows.flatMap(({ adam, adamw }) =>
        adam && adamw && adam.key in PAPER_SLOPES ? [contrastSentence(adam, adamw, PAPER_SLOPES)] : [],
      ),
      ...all.map((one) => toleranceSentence(one, results.scales.error)),
      ...edgeSentences(all),
      ...gapSentences(results),
    ],
  };
}

type Compared = ScheduleRow & { comparison: Comparison };

/** AdamW minus Adam with its interval. */
export function differenceWords({ difference }: Comparison): string {
  return withInterval(difference.value, difference.interval, signedPoints);
}

/** AdamW against Adam with each schedule, and each of them with a schedule against the next better one. */
export function scheduleClaims(results: Results): Claim[] {
  const rows = scheduleRows(results);
  return [
    ...rows.flatMap(({ words, adam, adamw, paper }) =>
      adam && adamw
        ? [
            bestClaim(
              `AdamW − Adam + L2 ${words}`,
              compareBest(results, adam, adamw),
              paper.adamw - paper.adam,
            ),
          ]
        : [],
    ),
    ...(["adam", "adamw"] as const).flatMap((name) =>
      rows.slice(1).flatMap((row, i) => {
        const before = rows[i]!;
        const [worse, better] = [before[name], row[name]];
        if (!worse || !better) return [];
        const what = `${name === "adam" ? "Adam + L2" : "AdamW"} ${before.words} − ${row.words}`;
        return [bestClaim(what, compareBest(results, better, worse), before.paper[name] - row.paper[name])];
      }),
    ),
  ];
}

function bestClaim(what: string, comparison: Comparison | null, theirs: number): Claim {
  const paper = paperPoints(theirs);
  if (!comparison) return { what, here: "n/a", paper: paper.words, verdict: "missing" };
  const { clear, difference } = comparison;
  const sign = clear ? (difference.value > 0 ? 1 : -1) : 0;
  return { what, here: differenceWords(comparison), paper: paper.words, verdict: verdictOf(sign, paper) };
}

function differenceSentence(rows: readonly Compared[], error: string): string {
  const here = rows.map(({ comparison, words }) => `${differenceWords(comparison)} ${words}`);
  const there = rows.map(({ paper }) => signedPoints(paper.adamw - paper.adam));
  return (
    `The best ${error} of AdamW minus that of Adam + L2, in points: ${listed(here)}; ` +
    `in the paper ${listed(there)}.`
  );
}

function verdictSentence(rows: readonly Compared[]): string {
  const those = (of: (comparison: Comparison) => boolean) =>
    listed(rows.filter(({ comparison }) => of(comparison)).map(({ words }) => words));
  const better = those(({ clear, difference }) => clear && difference.value < 0);
  const worse = those(({ clear, difference }) => clear && difference.value > 0);
  const open = those(({ clear }) => !clear);
  const parts = [
    ...(better ? [`AdamW is better ${better}`] : []),
    ...(worse ? [`Adam + L2 is better ${worse}`] : []),
    ...(open ? [`${open} the difference may be chance`] : []),
  ];
  const few = rows
    .flatMap(({ comparison }) => (comparison.clear ? apartWordsOf(comparison) : []))
    .find(Boolean);
  return `${capitalized(parts.join("; "))}.${few === undefined ? "" : ` Mind that ${few}.`}`;
}

/** How often chance alone sets the seeds apart; empty for a single seed each, or many. */
function apartWordsOf({ difference }: Comparison): string {
  return difference.interval === null ? "" : apartWords(difference.seeds);
}

/** The paper's second claim: the better the schedule, the further AdamW leads. */
function gapGrowthSentence(rows: readonly Compared[]): string[] {
  if (rows.length < 2) return [];
  const falls = rows.every(
    ({ comparison }, i) => i === 0 || comparison.difference.value < rows[i - 1]!.comparison.difference.value,
  );
  const order = listed(rows.map(({ words }) => words));
  const opens = rows.filter(({ comparison }) => !comparison.clear).length;
  const doubt = opens > 0 ? " As some of these differences may be chance, their order may be, too." : "";
  return [
    falls
      ? `As in the paper, AdamW gains on Adam + L2 in this order: ${order}.${doubt}`
      : `In the paper, AdamW gains on Adam + L2 in this order: ${order}. In this run it does not.${doubt}`,
  ];
}

/** The best error of one optimizer with each schedule, in order, beside the paper's. */
function orderSentence(results: Results, rows: readonly ScheduleRow[], name: "adam" | "adamw"): string[] {
  const measured = rows.flatMap((row) => {
    const one = row[name];
    return one && one.summary.bestError !== null ? [{ row, one, error: one.summary.bestError }] : [];
  });
  if (measured.length < 2) return [];
  const ranked = [...measured].sort((a, b) => a.error - b.error);
  const inPaper = [...measured].sort((a, b) => a.row.paper[name] - b.row.paper[name]);
  const same = ranked.every(({ row }, i) => row === inPaper[i]!.row);
  const here = ranked.map(
    ({ row, one }) =>
      `${withInterval(one.summary.bestError, one.summary.bestErrorInterval, points)} % ${row.words}`,
  );
  const there = inPaper.map(({ row }) => `${points(row.paper[name])} % ${row.words}`);
  const close = ranked.slice(1).flatMap(({ row, one }, i) => {
    const before = ranked[i]!;
    return compareBest(results, before.one, one)?.clear ? [] : [`${before.row.words} and ${row.words}`];
  });
  const doubt = close.length > 0 ? ` What lies between ${listed(close)} may be chance.` : "";
  return [
    `${name === "adam" ? "Adam + L2" : "AdamW"}, from best to worst: ${listed(here)}. ` +
      `${same ? "The paper has the same order" : "The paper has another order"}: ${listed(there)}.${doubt}`,
  ];
}

function chanceSentence(rows: readonly Compared[], { task, seeds }: Results): string[] {
  if (rows.length === 0) return [];
  const chances = rows.flatMap(({ comparison }) => comparison.chance ?? []);
  if (chances.length < rows.length) return [];
  const chance = Math.max(...chances);
  const others = seeds > 1 ? "" : " With one seed, other seeds may still move what is called better here.";
  return [
    `Each best error is the least of its grid on the same ${count(task.testSize)} test examples. Their choice alone sets two ` +
      `equal networks up to ${points(chance)} points apart in 19 cases of 20; no smaller difference is called better.${others}`,
  ];
}
