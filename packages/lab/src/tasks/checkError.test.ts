import { expect, test } from "vitest";
import { checkError } from "./checkError.js";

const task = { name: "CIFAR-10", dataset: "cifar10", classes: 10 };

test("every task has a top-1 error, those of more than five classes a top-5 error", () => {
  for (const error of [undefined, "top-1"] as const) checkError(error, { ...task, classes: 2 });
  checkError("top-5", task);
  expect(() => checkError("top-5", { ...task, name: "flowers", classes: 5 })).toThrow(
    "of the 5 classes of flowers there is no top-5 error; choose --error top-1",
  );
  expect(() => checkError("top-5", { ...task, dataset: "module:/mine.ts" })).toThrow(
    "a task of your own has no top-5 error; choose --error top-1",
  );
});
