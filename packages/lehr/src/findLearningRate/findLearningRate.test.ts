import { describe, expect, it } from "vitest";
import { findLearningRate, sgd } from "../index.js";

/** A loss that falls on the logarithm of the rate as a logistic curve around 1e-3, and explodes from 0.1 on. */
const known = (learningRate: number) => {
  const x = Math.log10(learningRate);
  return 1 / (1 + Math.exp(3 * (x + 3))) + 0.1 + (learningRate / 0.1) ** 4;
};

describe("findLearningRate", () => {
  it("reads the usual suggestions off a known curve", async () => {
    const { history, stopped, suggestions } = await findLearningRate(known, { smoothing: 0, updates: 161 });
    expect(stopped).toBe("diverged");
    expect(history[0]!.learningRate).toBe(1e-7);
    expect(history.at(-1)!.loss).toBeGreaterThan(4 * 0.1);
    expect(suggestions.steepest).toBeCloseTo(1e-3, 4);
    expect(Math.log10(suggestions.minimumOverTen!)).toBeCloseTo(-2.2, 0);
    expect(suggestions.valley).toBeGreaterThan(1e-6);
    expect(suggestions.valley).toBeLessThan(1e-2);
  });

  it("smooths as a mean corrected for its start, and spreads rates evenly", async () => {
    const losses = [3, 1, 2];
    const { history, stopped } = await findLearningRate(() => losses.shift()!, {
      from: 1,
      to: 3,
      updates: 3,
      scale: "linear",
      smoothing: 0.5,
    });
    expect(stopped).toBe("finished");
    expect(history.map(({ learningRate }) => learningRate)).toEqual([1, 2, 3]);
    const expected = [3, (0.75 + 0.5) / 0.75, (0.375 + 0.25 + 1) / 0.875];
    for (const [i, { smoothed }] of history.entries()) expect(smoothed).toBeCloseTo(expected[i]!, 14);
  });

  it("stops at a loss that is no number, and finds nothing where nothing falls", async () => {
    const { history, stopped, suggestions } = await findLearningRate((lr) => (lr > 1e-3 ? Number.NaN : 1));
    expect(stopped).toBe("notFinite");
    expect(history.every(({ learningRate }) => learningRate <= 1e-3)).toBe(true);
    expect(suggestions).toEqual({ steepest: undefined, valley: undefined, minimumOverTen: undefined });
  });

  it("is not stopped by a loss below zero that goes on falling", async () => {
    const { stopped } = await findLearningRate((lr) => -1 - Math.log(1 + lr), { updates: 20 });
    expect(stopped).toBe("finished");
  });

  it("drives a real model, asynchronously, and puts it back, also after an error", async () => {
    const w = Float64Array.of(3);
    const callbacks = { save: () => w.slice(), restore: (saved: unknown) => w.set(saved as Float64Array) };
    const step = async (lr: number) => {
      const loss = w[0]! ** 2;
      sgd({ lr })
        .bind({ w })
        .step({ w: Float64Array.of(2 * w[0]!) });
      return loss;
    };
    const { suggestions } = await findLearningRate(step, { ...callbacks, updates: 50 });
    expect(w[0]).toBe(3);
    expect(suggestions.steepest).toBeGreaterThan(1e-3);
    expect(suggestions.steepest).toBeLessThan(1);
    const failing = findLearningRate(
      async (lr) => (lr > 1e-3 ? Promise.reject(new Error("no")) : step(lr)),
      callbacks,
    );
    await expect(failing).rejects.toThrow("no");
    expect(w[0]).toBe(3);
  });

  it.each([
    ["from", [0, -1]],
    ["to", [0, -1, 1e-8]],
    ["updates", [0, 1, 2.5]],
    ["smoothing", [-0.1, 1]],
    ["stopAt", [0, 1]],
  ])("refuses %s out of range by name and value", async (option, refused) => {
    for (const value of [...refused, Number.NaN, Infinity, -Infinity]) {
      const message = new RegExp(`^findLearningRate: .*must be .*got ${String(value).replace(".", "\\.")}$`);
      await expect(findLearningRate(known, { [option]: value })).rejects.toThrow(message);
    }
  });

  it("refuses what is no function", async () => {
    await expect(findLearningRate(3 as never)).rejects.toThrow(
      "step must be a function of the learning rate, got 3",
    );
    await expect(findLearningRate(known, { save: 3 as never })).rejects.toThrow(
      "save must be a function, got 3",
    );
    await expect(findLearningRate(() => "x" as never)).rejects.toThrow('a promise of one, got "x"');
  });
});
