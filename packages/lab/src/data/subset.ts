import { permutation } from "../random/permutation.js";
import { randomStream } from "../random/randomStream.js";
import type { Split } from "./dataset.js";
import { imagesAt } from "./imagesAt.js";

/**
 * `size` images of a split, drawn without replacement, balanced: the classes' counts differ by at most one,
 * except where a class has too few images, whose share then goes to the others. The same seed draws the same
 * images. They keep their order, and are copied, so that the whole split can be let go.
 *
 * @param size from 1 to `split.size`.
 * @throws RangeError for any other size, or a seed that is no whole number.
 */
export function balancedSubset(split: Split, size: number, seed: number): Split {
  if (!Number.isInteger(size) || size < 1 || size > split.size) {
    throw new RangeError(
      `size must be an integer from 1 to ${split.size}, the number of images; got ${size}`,
    );
  }
  const chosen = takeTurns(shuffledByClass(split, seed), size, seed).sort((a, b) => a - b);
  return imagesAt(split, chosen);
}

/** For each class that occurs, by label, the positions of its images in random order. */
function shuffledByClass(split: Split, seed: number): number[][] {
  const classes: number[][] = [];
  split.labels.forEach((label, image) => {
    classes[label] ??= [];
    classes[label].push(image);
  });
  return classes
    .filter((images) => images !== undefined)
    .map((images, position) => {
      const order = permutation(randomStream(seed, "subset", "images", position), images.length);
      return Array.from(order, (i) => images[i]!);
    });
}

/** Every class gives one image in turn until there are `size`; in what order they give is random. */
function takeTurns(classes: number[][], size: number, seed: number): number[] {
  const turns = permutation(randomStream(seed, "subset", "turns"), classes.length);
  const taken: number[] = [];
  for (let round = 0; taken.length < size; round++) {
    for (const turn of turns) {
      const image = classes[turn]![round];
      if (image !== undefined && taken.length < size) taken.push(image);
    }
  }
  return taken;
}
