import { expect, test } from "vitest";
import { modelNamed } from "../models/index.js";
import { drawNoise } from "./noise.js";

const task = { height: 8, width: 8, channels: 3, classes: 4 };
const { noise } = modelNamed("shake-shake-8-2x8d", task);

test("noise depends on seed, epoch and batch, and on nothing else", () => {
  const drawn = drawNoise(noise, 6, 1, 2, 3);
  expect(drawNoise(noise, 6, 1, 2, 3)).toEqual(drawn);
  for (const [seed, epoch, batch] of [
    [2, 2, 3],
    [1, 3, 3],
    [1, 2, 4],
  ] as const)
    expect(drawNoise(noise, 6, seed, epoch, batch)).not.toEqual(drawn);
});

test("every block and direction has numbers of its own, as many as there are images, from 0 to 1", () => {
  const drawn = drawNoise(noise, 6, 1, 1, 0);
  expect(Object.keys(drawn)).toContain("noise/stage1/block1/forward");
  const firsts = new Set(Object.values(drawn).map((values) => values[0]));
  expect(firsts.size).toBe(Object.keys(noise).length);
  for (const values of Object.values(drawn)) {
    expect(values.length).toBe(6);
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  }
});

test("a model without noise is fed none", () => {
  expect(drawNoise(modelNamed("cnn", task).noise, 6, 1, 1, 0)).toEqual({});
});
