import { expect, test } from "vitest";
import { FIGURE_1 } from "./figure1.js";

test("Figure 1 has 11 x 8 cells a panel, and its best are the paper's", () => {
  for (const { learningRate, weightDecay, error, best } of FIGURE_1) {
    expect([learningRate.length, weightDecay.length]).toEqual([11, 8]);
    expect(error.map((row) => row.length)).toEqual(learningRate.map(() => 8));
    const least = Math.min(...error.flat().filter((value) => value !== null));
    expect(Math.abs(least - best)).toBeLessThanOrEqual(0.06);
  }
  expect(FIGURE_1.map(({ series, best }) => [series, best])).toEqual([
    ["adam-fixed", 5.8],
    ["adamw-fixed", 5.87],
    ["adam-step-drop", 5.62],
    ["adamw-step-drop", 4.8],
    ["adam-cosine", 4.9],
    ["adamw-cosine", 3.92],
  ]);
});
