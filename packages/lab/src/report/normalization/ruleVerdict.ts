import type { Estimate } from "../../measures/estimate.js";
import type { Verdict } from "../claims.js";
import { type Convention, EXPECTED_SLOPES } from "./numbers.js";

/** What the slopes would be if the best decay did not depend on the length of training. */
const UNNEEDED: Readonly<Record<Convention, number>> = { raw: 0, normalized: 0.5, "sgdw-normalized": 0.5 };

/** How far from the paper's rule a slope may lie and still follow it: rows of decays are no finer. */
const NEAR = 0.15;

/** Whether an interval speaks for the paper's rule, against it, or for nothing. */
export function ruleVerdict({ interval }: Estimate, convention: Convention): Verdict {
  if (!interval) return "open";
  const near = (slope: number) => interval[0] <= slope + NEAR && slope - NEAR <= interval[1];
  if (!near(EXPECTED_SLOPES[convention])) return "differs";
  return near(UNNEEDED[convention]) ? "open" : "agrees";
}
