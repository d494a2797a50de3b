import type { RandomSource } from "../random/randomSource.js";
import { mapVector, type Vector } from "./vector.js";

/** A vector of independent draws, tensor after tensor in the order of `space`. */
export function randomVector(
  space: Vector,
  random: RandomSource,
  draw: (random: RandomSource) => number,
): Vector {
  return mapVector(space, () => draw(random));
}
