import { describe, expect, it } from "vitest";
import { type RungTrial, settleRung } from "./halving.js";
import { trialOf } from "./testing/storeLaws.js";

/** Trials of settings in a row, each with its errors by seed; null of one that was lost. */
const rung = (...settings: (number | null)[][]): RungTrial[] =>
  settings.flatMap((errors, i) =>
    errors.map((testError, seed) => ({
      id: 10 * i + seed,
      trial: trialOf((i + 1) / 100, seed + 1, 8),
      untilEpoch: 2,
      state: testError === null ? "lost" : "paused",
      testError,
    })),
  );

const halving = { factor: 2, firstRung: 2 };

describe("a rung", () => {
  it("lets the best half of the settings go on with all their seeds", () => {
    expect(settleRung(rung([50, 10], [20, 30], [40, 41]), halving)).toEqual({
      promoted: [10, 11, 0, 1].map((id) => ({ id, untilEpoch: 4 })),
      stopped: [20, 21],
    });
  });

  it("counts those that were lost among the settings, as the worst", () => {
    const trials = rung([null, 1], [null, null], [30, 30], [20, 20]);
    expect(settleRung(trials, halving)).toEqual({
      promoted: [30, 31, 20, 21].map((id) => ({ id, untilEpoch: 4 })),
      stopped: [1],
    });
    expect(settleRung(rung([null], [null], [null], [60]), halving).promoted).toEqual([
      { id: 30, untilEpoch: 4 },
    ]);
  });

  it("lets at least one go on where every setting has lost a seed, and something is left", () => {
    expect(settleRung(rung([null, null], [null, 50], [40, null]), { ...halving, factor: 3 })).toEqual({
      promoted: [{ id: 20, untilEpoch: 6 }],
      stopped: [11],
    });
  });

  it("remembers what a setting has lost before an earlier rung", () => {
    const [lost, here, other] = rung([null, 10], [90]);
    const later = [lost!, { ...here!, untilEpoch: 4 }, { ...other!, untilEpoch: 4 }];
    const gone = { ...lost!, id: 20, trial: trialOf(0.5) };
    expect(settleRung([...later, gone], halving)).toEqual({
      promoted: [{ id: 10, untilEpoch: 8 }],
      stopped: [1],
    });
  });

  it("ends at the trial's last epoch", () => {
    expect(settleRung(rung([1]), { factor: 5, firstRung: 2 }).promoted).toEqual([{ id: 0, untilEpoch: 8 }]);
  });
});
