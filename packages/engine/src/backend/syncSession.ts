import { type InferenceSession, Tensor } from "onnxruntime-node";
// ONNX Runtime's public interface in JavaScript only promises; beneath it, this binding of its own computes
// before it returns, which is what TensorFlow.js' dataSync needs.
import { binding, initOrt } from "onnxruntime-node/dist/binding.js";
import type { TensorArray } from "../feeds.js";
import { letGo } from "../letGo.js";
import type { Port } from "../session.js";

/** A model loaded into ONNX Runtime whose runs end before they return. */
export interface SyncSession {
  /** Runs the model: reads `feeds` and writes `results`, one array per port, all in place. */
  run(feeds: readonly TensorArray[], results: readonly TensorArray[]): void;
  release(): void;
}

function tensor({ shape }: Port, array: TensorArray): Tensor {
  const dims = [...shape];
  if (array instanceof Float32Array) return new Tensor("float32", array, dims);
  return array instanceof Int32Array ? new Tensor("int32", array, dims) : new Tensor("bool", array, dims);
}

/** Loads a model for the CPU, on `threads` threads. */
export function createSyncSession(
  model: Uint8Array,
  inputs: readonly Port[],
  outputs: readonly Port[],
  threads: number,
): SyncSession {
  const options: InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    // What goes wrong is thrown; it need not be printed too.
    logSeverityLevel: 4,
  };
  initOrt();
  const session = new binding.InferenceSession();
  session.loadModel(model.buffer as ArrayBuffer, model.byteOffset, model.byteLength, options);
  return {
    run(feeds, results) {
      const fed = inputs.map((port, i) => [`in:${port.name}`, tensor(port, feeds[i]!)] as const);
      const wanted = outputs.map((port, i) => [`out:${port.name}`, tensor(port, results[i]!)] as const);
      const copies = session.run(Object.fromEntries(fed), Object.fromEntries(wanted), {});
      letGo(Object.values(copies).map(({ data }) => data as TensorArray));
    },
    release: () => session.dispose(),
  };
}
