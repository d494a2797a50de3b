import * as tf from "@tensorflow/tfjs-core";
import { uniform } from "../random/uniform.js";
import type { NoiseSpec } from "./model.js";

const forwards = ["shake", "even"] as const;
const backwards = ["shake", "even", "keep"] as const;
const levels = ["image", "batch"] as const;

/**
 * How the two branches of a block are mixed in training (Gastaldi, "Shake-Shake regularization", 2017). The share
 * of the first branch is random ("shake"), a half ("even") or, backward, the forward one ("keep").
 */
export interface ShakeModes {
  readonly forward: (typeof forwards)[number];
  readonly backward: (typeof backwards)[number];
  /** Whether each image has a share of its own or the batch has one; every block has its own in any case. */
  readonly level: (typeof levels)[number];
}

/** Shake-Shake-Image, with which Decoupled Weight Decay Regularization trains. */
export const shakeShakeImage: ShakeModes = { forward: "shake", backward: "shake", level: "image" };

/** The modes as they are written: "even-shake-batch" is even forward, shaken backward, one share a batch. */
export const shakeModesName = ({ forward, backward, level }: ShakeModes): string =>
  `${forward}-${backward}-${level}`;

/** All modes by how they are written. */
export const shakeModes: ReadonlyMap<string, ShakeModes> = new Map(
  forwards
    .flatMap((forward) =>
      backwards.flatMap((backward) => levels.map((level) => ({ forward, backward, level }))),
    )
    .map((modes) => [shakeModesName(modes), modes]),
);

const forwardOf = (block: string) => `${block}/forward`;
const backwardOf = (block: string) => `${block}/backward`;

/** The shares that a block draws from U(0, 1) in every training step. */
export function shakeNoise(
  block: string,
  { forward, backward, level }: ShakeModes,
): Record<string, NoiseSpec> {
  const shares: NoiseSpec = {
    shape: (batchSize) => [level === "image" ? batchSize : 1, 1, 1, 1],
    draw(values, random) {
      for (let i = 0; i < values.length; i++) values[i] = uniform(random);
    },
  };
  return {
    ...(forward === "shake" && { [forwardOf(block)]: shares }),
    ...(backward === "shake" && { [backwardOf(block)]: shares }),
  };
}

/** A block's shares, forward and backward: what was drawn, and a half where nothing was, as in evaluation. */
export function sharesOf(
  block: string,
  { backward }: ShakeModes,
  noise: Readonly<Record<string, tf.Tensor>> = {},
): [forward: tf.Tensor, backward: tf.Tensor] {
  const forward = noise[forwardOf(block)] ?? tf.scalar(0.5);
  return [forward, backward === "keep" ? forward : (noise[backwardOf(block)] ?? tf.scalar(0.5))];
}
