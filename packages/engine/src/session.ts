import * as ort from "onnxruntime-node";
import type { TensorArray } from "./feeds.js";
import type { DType, Shape, Value } from "./graph/types.js";

/** A tensor type with the name it bears outside the graph. */
export interface Port {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A model loaded into ONNX Runtime. */
export interface Session {
  /** Runs the model: reads `feeds` and writes `results`, one array per port, all in place. */
  run(feeds: readonly TensorArray[], results: readonly TensorArray[]): Promise<void>;
  release(): Promise<void>;
}

export const portOf = (name: string, value: Value): Port => ({
  name,
  shape: value.shape,
  dtype: value.dtype,
});

const tensor = (port: Port, array: TensorArray): ort.Tensor => {
  const dims = [...port.shape];
  if (array instanceof Float32Array) return new ort.Tensor("float32", array, dims);
  return array instanceof Int32Array
    ? new ort.Tensor("int32", array, dims)
    : new ort.Tensor("bool", array, dims);
};

export async function createSession(
  model: Uint8Array,
  inputs: readonly Port[],
  outputs: readonly Port[],
  threads: number,
): Promise<Session> {
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    logSeverityLevel: 3,
  });
  return {
    async run(feeds, results) {
      const fed = inputs.map((port, i) => [`in:${port.name}`, tensor(port, feeds[i]!)] as const);
      const wanted = outputs.map((port, i) => [`out:${port.name}`, tensor(port, results[i]!)] as const);
      await session.run(Object.fromEntries(fed), Object.fromEntries(wanted));
    },
    release: () => session.release(),
  };
}
