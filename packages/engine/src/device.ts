import { channelBlock } from "./channelBlock.js";
import { EngineError } from "./errors.js";
import { PLAIN, type Traits } from "./graph/traits.js";

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

/**
 * What ONNX Runtime's WebGPU provider (1.30) cannot do: it refuses pooling with indices and transposed convolutions of
 * volumes, brings tensors home for the CPU to look for NaN in them, fails at powers of which one operand is broadcast
 * along the last axis, and gets wrong convolutions of images whose channels it takes three by three or that it takes for
 * a product of matrices though images are padded behind, and transposed convolutions whose groups are of an even number
 * of channels.
 */
const WEBGPU_LACKS: ReadonlySet<string> = new Set([
  "MaxPool indices",
  "IsNaN",
  "Conv by threes",
  "Conv padded behind",
  "ConvTranspose by even groups",
  "ConvTranspose of volumes",
  "Pow by rows",
]);

/**
 * What its CPU provider cannot: the logistic function of numbers below -8 is wrong by more than rounding, and of those
 * below -18 it is nothing, which has no logarithm.
 */
const CPU_LACKS: ReadonlySet<string> = new Set(["exact Sigmoid"]);

/** The traits of a device, as ONNX Runtime drives it. */
export async function traitsOf(device: Device): Promise<Traits> {
  if (device === "cpu") return { ...PLAIN, channelBlock: await channelBlock(), lacks: CPU_LACKS };
  return { ...PLAIN, lacks: WEBGPU_LACKS, massivelyParallel: true };
}
