import { constant } from "lehr";
import { expect, it } from "vitest";
import { commonOptionsOf, withCommonOptions } from "./commonOptions.js";
import { optimizerOf } from "./optimizers.js";
import { checkDevice } from "./training/checkDevice.js";
import { runLength } from "./training/trainer.js";
import type { OptionValue, Trial } from "./training/trial.js";

const trialOf = (options: Record<string, OptionValue>): Trial => ({
  ...{ series: "sgd", optimizer: "sgd", decay: "l2", schedule: "fixed", learningRate: 1, weightDecay: 0.5 },
  ...{ options: { momentum: 0, ...options }, epochs: 3, seed: 1 },
});

/** The weights after steps with these gradients of a vector and a matrix, which begin at 1. */
function after(
  options: Record<string, OptionValue>,
  gradients: [vector: number, matrix: number][],
): number[] {
  const trial = trialOf(options);
  const params = { vector: Float32Array.of(1), matrix: Float32Array.of(1) };
  const bound = optimizerOf(trial, constant()).bind(params, { shapes: { vector: [1], matrix: [1, 1] } });
  const model = withCommonOptions(trial, bound);
  for (const [vector, matrix] of gradients) {
    bound.gradients.vector![0] = vector;
    bound.gradients.matrix![0] = matrix;
    model.step();
  }
  return [params.vector[0]!, params.matrix[0]!];
}

it("decay, clipping and accumulation are as they are asked for", () => {
  expect(after({}, [[3, 4]])).toEqual([-2.5, -3.5]);
  expect(after({ decayOnlyMatrices: true }, [[3, 4]])).toEqual([-2, -3.5]);
  const clipped = after({ clipNorm: 0.5, decayOnlyMatrices: true }, [[3, 4]]);
  expect(clipped).toEqual([expect.closeTo(0.7, 5), expect.closeTo(0.1, 5)]);
  expect(after({ accumulate: 2 }, [[3, 4]])).toEqual([1, 1]);
  // The mean is clipped, not its parts: (0, 1) is no longer than 1.
  const gathered = after({ accumulate: 2, clipNorm: 1.1, decayOnlyMatrices: true }, [
    [3, 4],
    [-3, -2],
  ]);
  expect(gathered).toEqual([1, -0.5]);
});

it("what they cannot be is refused, and where they cannot be", () => {
  expect(() => commonOptionsOf(trialOf({ clipNorm: 0 }))).toThrow("clipNorm must be a number > 0, got 0");
  expect(() => commonOptionsOf(trialOf({ accumulate: 1.5 }))).toThrow(
    "accumulate must be a whole number >= 1",
  );
  expect(() => commonOptionsOf(trialOf({ decayOnlyMatrices: 1 }))).toThrow("must be true or false, got 1");
  checkDevice("cpu", trialOf({ clipNorm: 1 }));
  checkDevice("webgpu", trialOf({ decayOnlyMatrices: true, accumulate: 1 }));
  expect(() => checkDevice("webgpu", trialOf({ clipNorm: 1 }))).toThrow(
    "clipNorm is for training on the processor",
  );
  expect(() => checkDevice("webgpu", trialOf({ accumulate: 2 }))).toThrow("leave it out, or --device webgpu");
});

it("epochs end with an update", () => {
  expect(runLength({ trainSize: 60 }, 10, trialOf({ accumulate: 3 }))).toEqual({
    updates: 6,
    updatesPerEpoch: 2,
  });
  expect(() => runLength({ trainSize: 61 }, 10, trialOf({ accumulate: 3 }))).toThrow(
    "accumulate must divide the 7 batches of an epoch, got 3",
  );
});
