import { describe, expect, it } from "vitest";
import { exampleStudy } from "../study/testing/exampleStudy.js";
import { exportedFiles } from "./exportStudy.js";

describe("exportedFiles", () => {
  it("as JSON, are what is done, with a summary", () => {
    const [file, ...more] = exportedFiles(exampleStudy(), "json");
    expect(more).toEqual([]);
    expect(file!.path).toBe("results.json");
    const results = JSON.parse(String(file!.contents));
    expect(results).toMatchObject({ study: "example", experiment: "decoupling", preset: "quick", seeds: 1 });
    expect(results.trials.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      "finished",
      "diverged",
    ]);
    expect(results.summary.adam).toMatchObject({
      bestError: 22.5,
      bestAt: { learningRate: 0.001, weightDecay: 0.001 },
    });
  });

  it("as CSV, are a line for each trial that is done and for each of its epochs", () => {
    const files = exportedFiles(exampleStudy(), "csv");
    expect(files.map(({ path }) => path)).toEqual(["trials.csv", "epochs.csv"]);
    const lines = files.map(({ contents }) => String(contents).trimEnd().split("\r\n").length);
    expect(lines).toEqual([1 + 2, 1 + 5]);
  });

  it("as event files, hold trials under way too", () => {
    expect(exportedFiles(exampleStudy(), "tensorboard")).toHaveLength(3);
  });
});
