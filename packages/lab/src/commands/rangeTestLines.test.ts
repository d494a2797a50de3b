import { findLearningRate } from "lehr";
import { expect, test } from "vitest";
import { rangeTestLines } from "./rangeTestLines.js";

test("draws the loss, says how it ended and what to begin with", async () => {
  const found = await findLearningRate((rate) => 1 + (Math.log10(rate) + 2) ** 2, { smoothing: 0 });
  const lines = rangeTestLines(found, 60);
  for (const line of lines.slice(0, 16)) expect([...line].length).toBeLessThanOrEqual(80);
  expect(lines.filter((line) => line.includes("▲")).length).toBe(2);
  expect(lines).toContain("It ended where the loss had grown to four times its least.");
  expect(lines.at(-1)).toMatch(/^ {2}0\.0010? +a tenth of where it is least; the safe choice$/);
  expect(rangeTestLines(found, null).length).toBe(5);
});

test("says that nothing can be suggested where the loss never fell", async () => {
  const found = await findLearningRate(() => Number.NaN);
  expect(rangeTestLines(found, 60)).toEqual([
    "It ended where the loss was no finite number any more.",
    "The loss never fell: nothing can be suggested.",
  ]);
});
