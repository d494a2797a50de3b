import type { Results } from "../results.js";
import { schedulesFindings } from "./schedulesFindings.js";
import { summaryLines } from "./summaryLines.js";

/** What the experiment "schedules" found, as lines for the terminal: the measures, then whether AdamW is better. */
export function schedulesLines(results: Results): string[] {
  return [...summaryLines(results), "", ...schedulesFindings(results).headline];
}
