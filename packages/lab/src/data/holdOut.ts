import { permutation } from "../random/permutation.js";
import { randomStream } from "../random/randomStream.js";

/** The share of each class that is held out, where a data set has no test images of its own. */
const share = 0.2;
/** The same for everyone: a study's own seeds change what is trained, never what is tested on. */
const seed = 1;

/**
 * Divides images into those to train and those to test on: a fifth of each class, drawn at random, is held out. The
 * same labels are always divided in the same way. A class of one or two images has none to spare, one of three or
 * more gives at least one.
 *
 * @returns the positions of both, ascending.
 */
export function holdOut(labels: readonly number[]): { train: number[]; test: number[] } {
  const classes = new Map<number, number[]>();
  labels.forEach((label, position) => {
    const positions = classes.get(label);
    if (positions === undefined) classes.set(label, [position]);
    else positions.push(position);
  });
  const test = [...classes].flatMap(([label, positions]) => {
    const order = permutation(randomStream(seed, "test", label), positions.length);
    return Array.from(order.subarray(0, Math.round(positions.length * share)), (i) => positions[i]!);
  });
  const held = new Set(test);
  return {
    train: labels.flatMap((_, position) => (held.has(position) ? [] : [position])),
    test: test.sort((a, b) => a - b),
  };
}
