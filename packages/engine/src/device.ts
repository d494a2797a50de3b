import { channelBlock } from "./channelBlock.js";
import { EngineError } from "./errors.js";

/** Where compiled functions run: the processor, or the graphics processor through WebGPU. */
export type Device = "cpu" | "webgpu";

/** Where and how a compiled function runs. */
export interface Placement {
  readonly device: Device;
  readonly threads: number;
}

/** What is asked for, checked and completed. @throws EngineError naming what does not fit. */
export function placement({ device = "cpu", threads = 1 }: Partial<Placement>): Placement {
  if (device !== "cpu" && device !== "webgpu")
    throw new EngineError(`device must be "cpu" or "webgpu", got "${String(device)}"`);
  if (!Number.isInteger(threads) || threads < 1)
    throw new EngineError(`threads must be a positive integer, got ${String(threads)}`);
  return { device, threads };
}

/** What a graph needs to know of the device it is for, in the terms of `Graph`. */
export interface Traits {
  readonly channelBlock: number | undefined;
  readonly lacks: ReadonlySet<string>;
}

/**
 * What ONNX Runtime's WebGPU provider (1.30) cannot do: it refuses pooling with indices, brings tensors home for the
 * CPU to look for NaN in them, gets convolutions of images wrong whose channels it takes three by three, and transposed
 * convolutions whose groups are of an even number of channels.
 */
const WEBGPU_LACKS: ReadonlySet<string> = new Set([
  "MaxPool indices",
  "IsNaN",
  "Conv by threes",
  "ConvTranspose by even groups",
]);

/** The traits of a device: all that differs between graphs for one and for another. */
export async function traitsOf(device: Device): Promise<Traits> {
  if (device === "cpu") return { channelBlock: await channelBlock(), lacks: new Set() };
  return { channelBlock: undefined, lacks: WEBGPU_LACKS };
}
