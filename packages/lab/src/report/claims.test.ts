import { describe, expect, test } from "vitest";
import type { Estimate } from "../measures/estimate.js";
import { claimsSentence, claimsTable, pointsClaim, ratioClaim } from "./claims.js";

const estimate = (low: number, high: number): Estimate => ({
  value: (low + high) / 2,
  interval: [low, high],
  seeds: 5,
});

describe("a claim", () => {
  test("agrees where all of the interval is on the paper's side, differs where none is", () => {
    expect(pointsClaim("a", estimate(1, 3), 0.4)).toEqual({
      what: "a",
      here: "+2.00 (+1.00 to +3.00)",
      paper: "+0.40",
      verdict: "agrees",
    });
    expect(pointsClaim("a", estimate(-3, -1), 0.4).verdict).toBe("differs");
    expect(pointsClaim("a", estimate(-3, -1), -0.4).verdict).toBe("agrees");
    expect(pointsClaim("a", estimate(-1, 3), 0.4).verdict).toBe("open");
  });

  test("stays open where one seed, or the paper's own number, cannot tell", () => {
    expect(pointsClaim("a", { value: 2, interval: null, seeds: 1 }, 0.4)).toMatchObject({
      here: "+2.00",
      verdict: "open",
    });
    expect(pointsClaim("a", estimate(1, 3), -0.05).verdict).toBe("open");
    expect(pointsClaim("a", null, 0.4)).toMatchObject({ here: "n/a", verdict: "missing" });
  });

  test("of a ratio lies on one side of 1", () => {
    expect(ratioClaim("a", estimate(1.02, 1.06), 5)).toMatchObject({
      here: "×1.04 (×1.02 to ×1.06)",
      paper: "×5",
      verdict: "agrees",
    });
    expect(ratioClaim("a", estimate(0.4, 0.6), 5).verdict).toBe("differs");
    expect(ratioClaim("a", estimate(0.9, 1.1), 5).verdict).toBe("open");
  });
});

test("claims are counted by their verdict", () => {
  const [yes, no, open] = [estimate(1, 3), estimate(-3, -1), estimate(-1, 3)];
  const claims = [yes, yes, no, open, null].map((one) => pointsClaim("a", one, 1));
  expect(claimsSentence(claims, "Figure 4")).toEqual([
    "Of the 4 comparisons with Figure 4, 2 agree, 1 does not and 1 cannot be told.",
  ]);
  expect(claimsSentence(claims.slice(0, 1), "Figure 4")).toEqual([
    "Of the one comparison with Figure 4, 1 agrees.",
  ]);
  expect(claimsSentence(claims.slice(4), "Figure 4")).toEqual([]);
  expect(claimsTable(claims, "Differences")).toMatch(/does not agree.*cannot be told.*not measured/s);
});
