import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type PlanRequest, planOf } from "../experiments/plan.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-plan-"));
  await writeFile(join(directory, "task.ts"), "");
  await writeFile(join(directory, "table.csv"), "");
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const taskOf = (request: Partial<PlanRequest>) =>
  planOf({ experiment: "decoupling", preset: "quick", seed: 1, ...request }).task;

it("a task of one's own is known by its absolute path, and brings model and examples", () => {
  const path = join(directory, "task.ts");
  expect(taskOf({ dataset: `module:${relative(process.cwd(), path)}` })).toMatchObject({
    dataset: `module:${path}`,
    model: "own",
    trainSize: null,
  });
  expect(taskOf({ dataset: `module:${path}`, trainSize: 5 }).trainSize).toBe(5);
});

it("all of one's own examples are meant; of others, those that the preset says", () => {
  const dataset = `csv:${join(directory, "table.csv")}`;
  const given = `csv:${relative(process.cwd(), join(directory, "table.csv"))}`;
  for (const name of [dataset, given]) {
    expect(taskOf({ dataset: name, model: "mlp" })).toMatchObject({ dataset, model: "mlp", trainSize: null });
  }
  expect(taskOf({ dataset: "mnist" })).toMatchObject({ model: "cnn", trainSize: 3000 });
});

it("what there is not is refused before anything is done", () => {
  expect(() => taskOf({ dataset: "cifar" })).toThrow('unknown dataset "cifar"; choose from cifar10');
  expect(() => taskOf({ dataset: "csv:nowhere.csv" })).toThrow("there is no file nowhere.csv");
  expect(() => taskOf({ model: "vgg" })).toThrow('unknown model "vgg"; choose from mlp');
  const table = `csv:${join(directory, "table.csv")}`;
  expect(() => taskOf({ dataset: table })).toThrow(
    `the rows of a table are no images; ${table} needs --model mlp, got cnn`,
  );
  expect(() => taskOf({ dataset: `module:${directory}/none.ts` })).toThrow(
    `there is no module ${directory}/none.ts`,
  );
  expect(() => taskOf({ dataset: "module:task.py" })).toThrow("a task must be a module, a file .ts");
  expect(() => taskOf({ dataset: `module:${directory}/task.ts`, model: "mlp" })).toThrow(
    "a task of your own brings its model; leave out --model mlp",
  );
});
