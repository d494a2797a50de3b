import { describe, expect, test } from "vitest";
import { restarts } from "../../experiments/restarts.js";
import { periodEnds } from "../../measures/anytime.js";
import { judged } from "../../measures/judged.js";
import { FIGURE_4, FIGURE_4_IMAGENET32 } from "../../paper/figure4.js";
import { madeUpRestarts } from "../../testing/madeUpExperiments.js";
import { expectWellMade, figureOf, reportText } from "../../testing/reportText.js";
import type { Claim } from "../claims.js";
import { restartsClaims } from "./claims.js";
import { restartsNumbers } from "./numbers.js";
import { restartsDetails, restartsHeadline } from "./sentences.js";

describe("restarts", () => {
  const made = madeUpRestarts();
  const { pairs, lines } = restartsNumbers(made);

  test("compares each line with restarts with the one of its optimizer without", () => {
    expect(lines.map(({ name }) => name)).toEqual(["Adam", "AdamW", "SGDW", "AdamWR", "SGDWR"]);
    expect(pairs.map(({ line, single }) => [line.name, single?.name])).toEqual([
      ["AdamWR", "AdamW"],
      ["SGDWR", "SGDW"],
    ]);
  });

  test("at the ends of periods: errors, gains over the other then and at its end", () => {
    const { ends } = pairs[0]!;
    expect(ends.map(({ epoch }) => epoch)).toEqual([4, 12, 28, 60]);
    for (const end of ends) {
      expect(end.gainThen!.value).toBeCloseTo(end.singleThen! - end.error, 9);
      expect(end.gainEnd!.value).toBeCloseTo(end.singleEnd! - end.error, 9);
    }
    expect(ends[0]!.gainThen!.value).toBeGreaterThan(5);
    expect(ends[0]!.gainEnd!.value).toBeLessThan(0);
  });

  test("says what is not monotone as it is, and what each restart costs", () => {
    const text = restartsDetails(pairs, made).join("\n");
    expect(text).toMatch(
      /AdamWR: .* The period ending at 60 ends worse than the one before; the best end is the one after 28 epochs\./,
    );
    expect(text).toMatch(
      /AdamWR's test error changes at its restarts: after 4 epochs from \d+\.\d\d to \d+\.\d\d % \(recovered at \d+\)/,
    );
    const [first] = restartsHeadline(pairs);
    expect(first).toMatch(
      /ahead of AdamW at the end of every period before the last, after 4, 12 and 28 epochs \(every range over the 3 seeds excludes 0; .*\)\./,
    );
    expect(first).toMatch(/reaches AdamW's final \d+\.\d\d % after 28 epochs, where AdamW takes 60\./);
  });

  test("of one seed claims nothing beyond its numbers", () => {
    const results = madeUpRestarts((trial, made) => (trial.seed === 1 ? made : null));
    const one = restartsNumbers(results);
    expect(restartsHeadline(one.pairs)[0]).toMatch(/\(no interval excludes 0\)/);
    expect(restartsDetails(one.pairs, results).join(" ")).toMatch(/\(one seed, so no interval\)/);
    const { onTheWay, inTheEnd } = restartsClaims(results, one);
    expect([...onTheWay, ...inTheEnd].map(({ verdict }) => verdict)).toEqual(Array(28).fill("open"));
  });

  test("says of each comparison of the paper's whether it agrees", async () => {
    const { onTheWay, inTheEnd } = restartsClaims(made, { pairs, lines });
    const verdicts = (all: readonly Claim[]) =>
      Object.fromEntries(all.map(({ what, verdict }) => [what, verdict]));
    expect(verdicts(onTheWay)).toMatchObject({
      "AdamW − AdamWR after 4 epochs (100 in the paper)": "agrees",
      "AdamW − AdamWR after 28 epochs (700 in the paper)": "agrees",
      "epochs that AdamW takes to be where AdamWR is after 4, over these": "agrees",
      "AdamWR after 4 − after 12 epochs (100 and 300 in the paper)": "agrees",
      "AdamWR after 28 − after 60 epochs (700 and 1,500 in the paper)": "agrees",
      "SGDWR after 28 − after 60 epochs (700 and 1,500 in the paper)": "open", // 0.02 points cannot be read off the figure.
      "SGDWR: rise at the restart after 28 epochs (700 in the paper)": "agrees",
    });
    expect(verdicts(inTheEnd)).toMatchObject({
      "Adam − AdamW": "agrees",
      "AdamWR − AdamW": "agrees",
      "AdamW − SGDWR": "agrees",
      "training loss of AdamWR / of AdamW": "open", // They are equal here.
    });
    expect([onTheWay.length, inTheEnd.length]).toEqual([15, 13]);
    const text = reportText(await restarts.report(made));
    expect(text).toMatch(/Of the 28 comparisons with the paper's Figure 4, 2\d agree/);
    expect(text).toMatch(
      /<th scope="row">Adam − AdamW<\/th><td>\+1\.00 \(.*<\/td><td>\+0\.43<\/td><td>agrees/,
    );
  });

  test("says where restarts do not help", () => {
    const worse = madeUpRestarts((trial, { history }) => ({
      history: history.map((epoch) => ({
        ...epoch,
        testError: epoch.testError! + (trial.schedule === "cosine" ? 0 : 20),
      })),
    }));
    const [first] = restartsHeadline(restartsNumbers(worse).pairs);
    expect(first).toMatch(
      /never ahead of AdamW at the end of a period before the last\. It does not reach AdamW's final/,
    );
  });

  test("drawn as it has always been", async () => {
    const parts = await restarts.report(madeUpRestarts());
    expectWellMade(parts);
    for (const file of ["anytime", "anytime-solutions"]) {
      await expect(figureOf(parts, file)).toMatchFileSnapshot(`testdata/${file}.svg`);
    }
  });

  test.each([
    ["nothing run", () => null],
    ["only restarts", (trial, made) => (trial.schedule === "cosine" ? null : made)],
    ["no restarts", (trial, made) => (trial.schedule === "cosine" ? made : null)],
    ["all diverged", () => ({ history: [], outcome: "diverged" })],
    ["failed with one seed", (trial, made) => (trial.seed === 2 ? { history: [], outcome: "failed" } : made)],
    ["one seed", (trial, made) => (trial.seed === 1 ? made : null)],
    ["stopped early", (_, made) => ({ history: made.history.slice(0, 9), outcome: "stopped" })],
    [
      "the test set looked at rarely",
      (_, { history }) => ({
        history: history.map((epoch) => ({
          ...epoch,
          testError: epoch.epoch % 5 === 0 ? epoch.testError : null,
        })),
      }),
    ],
  ] as [string, Parameters<typeof madeUpRestarts>[0]][])(
    "works on partial results: %s",
    async (_, change) => {
      const results = madeUpRestarts(change);
      expectWellMade(await restarts.report(results));
      expect((await restarts.lines(results)).join("\n")).not.toMatch(/NaN|undefined|null/);
    },
  );

  test("a period ends with the run, and the test set is looked at where periods end, in every preset", () => {
    for (const { series, task } of Object.values(restarts.presets)) {
      for (const { schedule, epochs } of Object.values(series)) {
        expect(periodEnds(schedule, epochs).at(-1)).toBe(epochs);
        for (const end of periodEnds(schedule, epochs)) expect(end % task.evaluateEvery).toBe(0);
      }
    }
    const ends = (preset: string) => {
      const { adamwr } = restarts.presets[preset]!.series;
      return periodEnds(adamwr!.schedule, adamwr!.epochs);
    };
    expect(ends("paper")).toEqual(FIGURE_4.ends);
    expect(ends("paper-imagenet32")).toEqual(FIGURE_4_IMAGENET32.ends);
  });

  test("on ImageNet32x32 is about the top-5 error, beside the paper's", async () => {
    const preset = restarts.presets["paper-imagenet32"]!;
    const results = judged(
      madeUpRestarts(
        (_, { history }) => ({
          history: history.map((epoch) => ({ ...epoch, testTop5Error: epoch.testError! / 3 })),
        }),
        { ...preset, seeds: 2 },
      ),
    );
    const parts = await restarts.report(results);
    expectWellMade(parts);
    const text = reportText(parts);
    expect(text).toMatch(/The paper's Figure 4, top-5 test error on ImageNet32x32: AdamWR 22\.00, /);
    expect(text).toMatch(/At the end, AdamW's top-5 test error minus AdamWR's is/);
    expect(text).toMatch(/AdamW − AdamWR after 30 epochs<\/th>.*<td>\+7\.10<\/td>/);
    expect(text.replaceAll(/top-5 test error/gi, "")).not.toMatch(/test error/i);
    for (const file of ["anytime", "anytime-solutions"]) {
      expect(figureOf(parts, file)).toContain(">top-5 test error, %<");
    }
    expect((await restarts.lines(results))[0]).toMatch(/^Adam {4}1\d\.\d\d %$/);
  });

  test("names its lines in the report, and what each was trained with", async () => {
    expect(reportText(await restarts.report(madeUpRestarts()))).toMatch(
      /AdamWR: learning rate 0\.001, normalized decay 0\.025, restarts-4-2 over 60 epochs/,
    );
  });
});
