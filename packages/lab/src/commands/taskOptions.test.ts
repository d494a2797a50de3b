import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { expect, it } from "vitest";
import { UsageError } from "../usageError.js";
import { type TaskOptions, taskOf, taskOptions } from "./taskOptions.js";

const example = fileURLToPath(new URL("../../examples/two-moons.ts", import.meta.url));

const asked = (...args: string[]) =>
  taskOf(taskOptions(new Command()).parse(args, { from: "user" }).opts<TaskOptions>());

it("is the small CNN on all of CIFAR-10 unless told otherwise", async () => {
  expect(await asked()).toEqual({ dataset: "cifar10", model: "cnn", trainSize: null, batchSize: 64 });
  expect(await asked("--dataset", "mnist", "--model", "mlp", "--train-size", "500")).toMatchObject({
    dataset: "mnist",
    model: "mlp",
    trainSize: 500,
  });
});

it("is a module of one's own, which brings its model", async () => {
  expect(await asked("--task", example)).toMatchObject({ dataset: `module:${example}`, model: "own" });
});

it.each([
  [["--task", "none.ts"], "there is no module"],
  [["--task", example, "--dataset", "mnist"], "--task brings its data; leave out --dataset"],
  [["--task", example, "--model", "mlp"], "a task of your own brings its model; leave out --model mlp"],
  [["--dataset", "cifar"], 'unknown dataset "cifar"'],
  [["--model", "none"], 'unknown model "none"'],
  [["--batch-size", "0"], '--batch-size must be a whole number >= 1, got "0"'],
])("refuses %j", async (args, message) => {
  const refused = asked(...args);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(UsageError);
});
