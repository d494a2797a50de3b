import { Command } from "commander";
import { expect, it } from "vitest";
import { fixedValues, type OptimizerOptions, optimizerOptions } from "./optimizerOptions.js";

const valuesOf = (...args: string[]) => {
  const command = optimizerOptions(new Command().exitOverride());
  return fixedValues(command.parse(args, { from: "user" }).opts<OptimizerOptions>());
};

it("options are values by the names that a search varies", () => {
  expect(valuesOf()).toEqual({});
  const args = ["--optimizer", "sgd", "--clip-norm", "0.5", "--accumulate", "4", "--decay-only-matrices"];
  expect(valuesOf(...args, "--set", "nesterov=true")).toEqual({
    ...{ optimizer: "sgd", clipNorm: 0.5, accumulate: 4 },
    ...{ decayOnlyMatrices: true, nesterov: true },
  });
  expect(() => valuesOf("--clip-norm", "small")).toThrow('--clip-norm must be a number >= 0, got "small"');
  expect(() => valuesOf("--accumulate", "0")).toThrow('--accumulate must be a whole number >= 1, got "0"');
  expect(() => valuesOf("--accumulate", "2", "--set", "accumulate=4")).toThrow("accumulate is given twice");
});
