import * as ort from "onnxruntime-node";
import { EngineError } from "../errors.js";
import { Graph } from "../graph/graph.js";
import { serialize } from "../onnx/serialize.js";

let opened: Promise<void> | undefined;

/**
 * Takes hold of the graphics processor, for as long as the process lives.
 *
 * ONNX Runtime gives the adapter back with its last session, and tensors still there would be gone: a small
 * session that is never released keeps it.
 *
 * @throws EngineError where there is no adapter; later calls try again.
 */
export function openAdapter(): Promise<void> {
  opened ??= hold().catch((error: unknown) => {
    opened = undefined;
    throw missingAdapter(error);
  });
  return opened;
}

async function hold(): Promise<void> {
  const graph = new Graph();
  const x = graph.input("x", [1], "float32");
  anchors.push(
    await ort.InferenceSession.create(serialize(graph.inputs, new Map([["x", x]])), {
      executionProviders: ["webgpu"],
      logSeverityLevel: 4,
    }),
  );
}
const anchors: ort.InferenceSession[] = [];

function missingAdapter(cause: unknown): EngineError {
  const detail = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
  const reason = /Failed to get a WebGPU adapter: .*/.exec(detail)?.[0] ?? detail;
  const help =
    process.platform === "linux"
      ? "; on Linux it needs the Vulkan loader (libvulkan1) and a Vulkan driver, which VK_ICD_FILENAMES may name"
      : "";
  return new EngineError(
    `device "webgpu" cannot be used: no graphics adapter was found (${reason})${help}. Device "cpu" works everywhere`,
    { cause },
  );
}
