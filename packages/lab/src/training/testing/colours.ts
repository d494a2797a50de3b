import type { Dataset, Split } from "../../data/dataset.js";
import { integerBelow } from "../../random/integerBelow.js";
import { randomStream } from "../../random/randomStream.js";

const shape = [3, 8, 8] as const;

/** Noisy images of which class 0 is red, class 1 green, class 2 blue. */
function split(size: number, seed: number): Split {
  const random = randomStream(seed, "colours");
  const labels = Uint8Array.from({ length: size }, (_, i) => i % 3);
  const images = Uint8Array.from({ length: size * 192 }, (_, i) => {
    const channel = Math.floor(i / 64) % 3;
    return integerBelow(random, 156) + (labels[Math.floor(i / 192)] === channel ? 100 : 0);
  });
  return { size, shape, images, labels };
}

/** A tiny dataset for tests, of 60 and 30 images. */
export const colours: Dataset = {
  name: "colours",
  classes: ["red", "green", "blue"],
  shape,
  normalization: { mean: [125, 125, 125], std: [60, 60, 60] },
  augmentation: { flipProbability: 0.5, padding: 4 },
  train: split(60, 1),
  test: split(30, 2),
};
