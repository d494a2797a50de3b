import { normal } from "../random/normal.js";
import type { RandomSource } from "../random/randomSource.js";
import { randomStream } from "../random/randomStream.js";
import { uniform } from "../random/uniform.js";
import { elementCount, type ParameterSpec } from "./model.js";

/** Fills a parameter with its starting values. */
export type Initializer = (values: Float32Array, random: RandomSource) => void;

/** He initialization by fan-out (He et al., 2015), as the paper's Shake-Shake code: N(0, 2 / (k k out)). */
export function convolution(size: number, channelsIn: number, channelsOut: number): ParameterSpec {
  const deviation = Math.sqrt(2 / (size * size * channelsOut));
  return { shape: [size, size, channelsIn, channelsOut], initialize: gaussian(deviation) };
}

/** Weights of a linear layer: U(-1/sqrt(in), 1/sqrt(in)), as Torch. */
export function linear(unitsIn: number, unitsOut: number): ParameterSpec {
  return { shape: [unitsIn, unitsOut], initialize: byFanIn(unitsIn) };
}

/** U(-1/sqrt(fan-in), 1/sqrt(fan-in)). @param fanIn how many inputs each output sums up. */
export function byFanIn(fanIn: number): Initializer {
  const bound = 1 / Math.sqrt(fanIn);
  return (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = bound * (2 * uniform(random) - 1);
  };
}

/** A vector that starts at 0, such as a bias. */
export function zeros(size: number): ParameterSpec {
  return { shape: [size], initialize: (values) => values.fill(0) };
}

/** A vector that starts at 1, such as a scale. */
export function ones(size: number): ParameterSpec {
  return { shape: [size], initialize: (values) => values.fill(1) };
}

/** The parameters of a batch-normalized layer. */
export function batchNormalization<Layer extends string>(
  layer: Layer,
  channels: number,
): Record<`${Layer}/${"gamma" | "beta"}`, ParameterSpec> {
  const parameters = { [`${layer}/gamma`]: ones(channels), [`${layer}/beta`]: zeros(channels) };
  return parameters as Record<`${Layer}/${"gamma" | "beta"}`, ParameterSpec>;
}

function gaussian(deviation: number): Initializer {
  return (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = deviation * normal(random);
  };
}

/** Starting parameters by name; each draws from a stream of its own, so adding one changes no other. */
export function initializeParameters(
  specs: Readonly<Record<string, ParameterSpec>>,
  seed: number,
): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, initialize }]) => {
      const values = new Float32Array(elementCount(shape));
      initialize(values, randomStream(seed, "initialization", name));
      return [name, values];
    }),
  );
}
