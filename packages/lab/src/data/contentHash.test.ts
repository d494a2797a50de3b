import { expect, it } from "vitest";
import { contentHash, datasetHash } from "./contentHash.js";
import type { Dataset } from "./dataset.js";

it("tells arrays apart by numbers, kind, length, order and what is said about them", () => {
  const hashes = [
    contentHash([["a", Uint8Array.of(1, 2)]]),
    contentHash([["a", Uint8Array.of(1, 3)]]),
    contentHash([["b", Uint8Array.of(1, 2)]]),
    contentHash([["a", Uint16Array.of(513)]]),
    contentHash([
      ["a", Uint8Array.of(1)],
      ["a", Uint8Array.of(2)],
    ]),
    contentHash([
      ["a", Uint8Array.of(2)],
      ["a", Uint8Array.of(1)],
    ]),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(contentHash([["a", Uint8Array.of(0, 1, 2).subarray(1)]])).toBe(hashes[0]);
});

it("a dataset is what it holds, not what it is called", () => {
  const part = (images: number[]) => ({
    ...{ size: 1, shape: [1, 1, 2] as const },
    ...{ images: Uint8Array.from(images), labels: Uint8Array.of(0) },
  });
  const dataset: Dataset = {
    ...{ name: "csv:here.csv", classes: ["x", "y"], shape: [1, 1, 2] },
    ...{
      train: part([1, 2]),
      test: part([3, 4]),
      normalization: { mean: [0], std: [1] },
      augmentation: null,
    },
  };
  const hash = datasetHash(dataset);
  expect(datasetHash({ ...dataset, name: "csv:there.csv" })).toBe(hash);
  expect(datasetHash({ ...dataset, classes: ["x", "z"] })).not.toBe(hash);
  expect(datasetHash({ ...dataset, test: part([3, 5]) })).not.toBe(hash);
});
