import { batchNormalization, convolution } from "./initializers.js";
import type { Model } from "./model.js";

/** Parameters of some layers, and which of the layers are batch normalized, as a model lists them. */
export type Layers = Pick<Model, "parameters" | "normalized">;

/** Lists of layers as one. */
export function joined(layers: readonly Layers[]): Layers {
  return {
    parameters: Object.assign({}, ...layers.map(({ parameters }) => parameters)),
    normalized: Object.assign({}, ...layers.map(({ normalized }) => normalized)),
  };
}

/** A layer that normalizes a batch: `<name>/gamma` and `<name>/beta`. */
export function normalization(name: string, channels: number): Layers {
  return { parameters: batchNormalization(name, channels), normalized: { [name]: channels } };
}

/** Filters [size, size, in, out] by the name `<name>/kernel`, without bias. */
export function filters(name: string, size: number, channelsIn: number, channelsOut: number): Layers {
  return { parameters: { [`${name}/kernel`]: convolution(size, channelsIn, channelsOut) }, normalized: {} };
}
