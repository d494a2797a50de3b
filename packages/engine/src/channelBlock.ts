import { Graph } from "./graph/graph.js";
import { serialize } from "./onnx/serialize.js";
import { toBlocks } from "./ops/blocked.js";
import { createSession, portOf } from "./session.js";

let found: Promise<number | undefined> | undefined;

/**
 * How many channels this machine's ONNX Runtime keeps together in its blocked convolutions (8 or 16, by the
 * width of its vectors), or undefined where it has none. Found by looking at what it does to a small image.
 */
export function channelBlock(): Promise<number | undefined> {
  found ??= probe();
  return found;
}

async function probe(): Promise<number | undefined> {
  const graph = new Graph();
  const x = graph.input("x", [1, 16, 1, 2], "float32");
  const outputs = new Map([["y", toBlocks(graph, x)]]);
  const ports = [portOf("x", x)];
  try {
    const model = serialize(graph.inputs, outputs);
    const session = await createSession(model, ports, [{ ...ports[0]!, name: "y" }], {
      device: "cpu",
      threads: 1,
    });
    const blocked = new Float32Array(32);
    await session.run([Float32Array.from(blocked, (_, i) => i)], [blocked]);
    await session.release();
    // The second pixel of the first channel follows after one block of channels.
    const block = blocked.indexOf(1);
    return block > 1 ? block : undefined;
  } catch {
    // A build of ONNX Runtime without these kernels; plain convolutions do the same.
    return undefined;
  }
}
