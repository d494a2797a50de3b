import { describe, expect, test } from "vitest";
import { UsageError } from "../usageError.js";
import { planOf } from "./plan.js";

const dataset = `imagenet32:${import.meta.dirname}`;

describe.each(["restarts", "normalization"])("%s on ImageNet32x32", (experiment) => {
  const request = { experiment, preset: "paper-imagenet32", seed: 1 };

  test("has to be told where the files are", () => {
    expect(() => planOf(request)).toThrow(UsageError);
    expect(() => planOf(request)).toThrow(
      "preset paper-imagenet32 needs --dataset imagenet32:<folder>, the folder where you have its files",
    );
  });

  test("trains on all of them in the paper's batches, and is about the top-5 error", () => {
    const { task, error } = planOf({ ...request, dataset });
    expect(task).toMatchObject({ dataset, trainSize: null, batchSize: 128 });
    expect(error).toBe("top-5");
  });

  test("is about another error where that is asked for", () => {
    expect(planOf({ ...request, dataset, error: "top-1" })).not.toHaveProperty("error");
  });
});

test("a plan about the top-1 error says nothing of it, as those of old stores do not", () => {
  const request = { experiment: "decoupling", preset: "quick", seed: 1 };
  expect(planOf(request)).not.toHaveProperty("error");
  expect(planOf({ ...request, error: "top-1" })).toEqual(planOf(request));
  expect(planOf({ ...request, error: "top-5" })).toEqual({ ...planOf(request), error: "top-5" });
});
