import { appendFile, copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeFlowers } from "../testing/flowers.js";
import type { Task } from "../training/trial.js";
import { describeTask, loadTask } from "./index.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lehr-data-"));
  await writeFlowers(join(directory, "flowers.csv"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const taskOf = (path: string): Task => ({
  ...{ dataset: `csv:${path}`, model: "mlp", trainSize: 60 },
  ...{ subsetSeed: 1, batchSize: 32, evaluateEvery: 1 },
});

it("goes on with the same data, wherever they lie, and with no others", async () => {
  const task = taskOf(join(directory, "flowers.csv"));
  const known = describeTask(task, await loadTask(task));
  expect(known).toMatchObject({ name: "csv:flowers.csv", data: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(describeTask(task, await loadTask(task, { known }))).toEqual(known);

  await mkdir(join(directory, "elsewhere"));
  const elsewhere = join(directory, "elsewhere", "flowers.csv");
  await copyFile(join(directory, "flowers.csv"), elsewhere);
  await loadTask(taskOf(elsewhere), { known });

  await appendFile(join(directory, "flowers.csv"), "1,1,rose\n");
  await expect(loadTask(task, { known })).rejects.toThrow(
    `${task.dataset} does not hold the data here that the study began with`,
  );
  const { data: _, ...older } = known;
  await loadTask(task, { known: older });
});
