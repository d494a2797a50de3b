import type { Compiled, Spec } from "@lehr/engine";
import type * as tf from "@tensorflow/tfjs-core";
import type { NoiseSpec } from "../models/model.js";

/** A compiled step: typed arrays by name in, typed arrays by name out. */
export type Program = Compiled<Spec, string>;

export type Tensors = Readonly<Record<string, tf.Tensor>>;
export type Arrays = Readonly<Record<string, Float32Array>>;

/** Added to a variance before its root is taken; Torch's default. */
export const epsilon = 1e-5;

/** The gradient of a parameter, as a training step names it. */
export const gradientOf = (parameter: string): string => `grad/${parameter}`;
/** The mean of a normalized layer, of a batch or running. */
export const meanOf = (layer: string): string => `${layer}/mean`;
/** Its variance. */
export const varianceOf = (layer: string): string => `${layer}/variance`;
/** The input of a training step that carries a model's noise. */
export const noiseOf = (name: string): string => `noise/${name}`;

/** What a training step is fed of noise. */
export function noiseSpec(noise: Readonly<Record<string, NoiseSpec>>, batchSize: number): Spec {
  return Object.fromEntries(
    Object.entries(noise).map(([name, { shape }]) => [noiseOf(name), { shape: shape(batchSize) }]),
  );
}
