import { describe, expect, test } from "vitest";
import { randomStream } from "../random/randomStream.js";
import type { EpochResult, TrialResult } from "../results.js";
import { curvePoints, shareOfFirst } from "./curvePoints.js";
import { drawCurves } from "./curves.js";
import { bestCurves, curvesFigure } from "./curvesFigure.js";
import { syntheticResults } from "./fixture.test.data.js";

const [template] = syntheticResults().trials;

function trialOf(seed: number, epochs: Partial<EpochResult>[]): TrialResult {
  return {
    ...template!,
    seed,
    history: epochs.map((epoch, i) => ({ ...template!.history[0]!, ...epoch, epoch: i + 1 })),
  };
}

const errors = (...trials: TrialResult[]) =>
  curvePoints(trials, ({ testError }) => testError, randomStream(1, "test"));

describe("points of a curve", () => {
  test("are means over seeds, between the lowest and the highest of two", () => {
    expect(errors(trialOf(1, [{ testError: 50 }]), trialOf(2, [{ testError: 60 }]))).toEqual([
      { x: 1, y: 55, low: 50, high: 60 },
    ]);
  });

  test("are there where the test set was looked at, as far as all seeds got", () => {
    const seen = [{ testError: null }, { testError: 50 }, { testError: null }, { testError: 40 }];
    expect(errors(trialOf(1, seen)).map(({ x, y }) => [x, y])).toEqual([
      [2, 50],
      [4, 40],
    ]);
    expect(errors(trialOf(1, seen), trialOf(2, seen.slice(0, 3))).map(({ x }) => x)).toEqual([2]);
    expect(errors()).toEqual([]);
  });

  test("of learning rate and decay are shares of the first", () => {
    const trial = trialOf(1, [
      { learningRate: 0.1, decay: 0 },
      { learningRate: 0.05, decay: 0 },
    ]);
    const shares = (name: "learningRate" | "decay") =>
      curvePoints([trial], shareOfFirst(name), randomStream(1, "test")).map(({ y }) => y);
    expect(shares("learningRate")).toEqual([1, 0.5]);
    expect(shares("decay")).toEqual([]);
  });
});

describe("learning curves", () => {
  const curves = bestCurves(syntheticResults(["adam", "adamw"], 3));

  test("the same curves give the same bytes", () => {
    expect(drawCurves(curves)).toEqual(drawCurves(curves));
  });

  test("have a band for several seeds and none for one", () => {
    const bands = (drawn = drawCurves(curves)) => drawn!.body.match(/fill-opacity="0\.16"/g)?.length ?? 0;
    expect(bands()).toBeGreaterThan(0);
    expect(bands(drawCurves(bestCurves(syntheticResults())))).toBe(0);
    expect(curvesFigure(curves, "the best cells", {})[0]?.caption).toMatch(
      /^The best cells: means over 3 seeds, bands go from/,
    );
    expect(curvesFigure(bestCurves(syntheticResults()), "the best cells", {})[0]?.caption).toBe(
      "The best cells: one seed.",
    );
  });

  test("a loss that falls by orders of magnitude is drawn on a logarithmic axis", () => {
    const fallen = [trialOf(1, [{ trainLoss: 2 }, { trainLoss: 0.2 }, { trainLoss: 0.001 }])];
    expect(drawCurves([{ name: "a", trials: fallen }])!.body).toContain("training loss, nats (logarithmic)");
    expect(drawCurves(curves)!.body).not.toContain("logarithmic");
  });

  test.each<[string, TrialResult[]]>([
    ["one epoch", [trialOf(1, [{}])]],
    ["no test results", [trialOf(1, [{ testError: null }, { testError: null }])]],
    ["a decay of 0", [trialOf(1, [{ decay: 0 }, { decay: 0 }])]],
    ["a loss of 0", [trialOf(1, [{ trainLoss: 1 }, { trainLoss: 0 }])]],
    ["a warm-up", [trialOf(1, [{ learningRate: 0.01 }, { learningRate: 0.1 }])]],
  ])("%s can be drawn", (_, trials) => {
    expect(drawCurves([{ name: "a <b>", trials }])!.body).not.toMatch(/NaN|Infinity|undefined|a <b>/);
  });

  test("nothing is drawn of nothing", () => {
    expect(drawCurves([])).toBeNull();
    expect(drawCurves([{ name: "a", trials: [trialOf(1, [])] }])).toBeNull();
  });
});
