import * as ort from "onnxruntime-node";
import type { Device } from "./device.js";
import { EngineError } from "./errors.js";
import type { TensorArray } from "./feeds.js";
import { sizeOf } from "./graph/shapes.js";
import type { DType, Shape, Value } from "./graph/types.js";
import { letGo } from "./letGo.js";

/** A tensor type with the name it bears outside the graph. */
export interface Port {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A tensor in a device's memory, from a run of one session to be fed to another. */
export type DeviceTensor = ort.Tensor;

/** What a session is fed: an array of the caller's, or what lies on the device already. */
export type Feed = TensorArray | DeviceTensor;

export interface SessionOptions {
  readonly device: Device;
  readonly threads: number;
  /** Names of the outputs that stay in the device's memory; on "webgpu" alone. Default none. */
  readonly resident?: readonly string[];
}

/** A model loaded into ONNX Runtime. */
export interface Session {
  /**
   * Runs the model on `feeds`, one per input, and writes `results`, one array per output that is not resident, in
   * place where the runtime allows it.
   *
   * @returns the resident outputs, in order; they are the caller's to dispose, before the session is released: the
   * runtime crashes the process otherwise.
   * @throws EngineError where the runtime fails, out of memory for example.
   */
  run(feeds: readonly Feed[], results: readonly TensorArray[]): Promise<DeviceTensor[]>;
  release(): Promise<void>;
}

export const portOf = (name: string, value: Value): Port => ({
  name,
  shape: value.shape,
  dtype: value.dtype,
});

/** @param what "input" or "output". */
const tensor = (what: string, port: Port, feed: Feed): ort.Tensor => {
  const dims = [...port.shape];
  if ("buffer" in feed && feed.buffer instanceof SharedArrayBuffer)
    throw new EngineError(
      `${what} "${port.name}" must lie in an ArrayBuffer, got a SharedArrayBuffer, which ONNX Runtime does not take; ` +
        "slice() copies it into one",
    );
  if (feed instanceof Float32Array) return new ort.Tensor("float32", feed, dims);
  if (feed instanceof Int32Array) return new ort.Tensor("int32", feed, dims);
  return feed instanceof Uint8Array ? new ort.Tensor("bool", feed, dims) : feed;
};

/** Sessions whose tensors may be about: never left to the garbage collector, which knows no order. */
const lending = new Set<ort.InferenceSession>();

/**
 * How the runtime says that there is no room. WebGPU has its own ways: a buffer larger than any may be, a tensor that
 * takes more buffers than a shader has, or a buffer that could not be made and is found invalid by what is called next.
 */
const OUT_OF_MEMORY =
  /bad_alloc|out of memory|allocate memory|failed to allocate|OutOfMemory|max buffer size|Too many storage buffers|\[Invalid Buffer/i;

/** The runtime's error, said so that its reader knows what to do about it. */
function explain(doing: string, { device }: SessionOptions, largest: number, error: unknown): EngineError {
  const message = error instanceof Error ? error.message : String(error);
  const advice = OUT_OF_MEMORY.test(message)
    ? `out of memory on device "${device}"; a smaller batch needs less (inputs and outputs take ${largest} MB)`
    : `ONNX Runtime says: ${message.trim()}`;
  return new EngineError(`${doing} failed: ${advice}`, { cause: error });
}

/**
 * Threads that wait for work look for it this many microseconds before they sleep: long enough for the next
 * operator, too short to take the processor from others. By default they never sleep during a run, and on a busy
 * machine the threads that wait then hold up the one they wait for.
 */
const SHORT_SPINNING = { session: { intra_op: { spin_duration_us: "50" } } };

/** Loads a model. @throws EngineError where the runtime refuses it. */
export async function createSession(
  model: Uint8Array,
  inputs: readonly Port[],
  outputs: readonly Port[],
  options: SessionOptions,
): Promise<Session> {
  const { device, threads, resident = [] } = options;
  const megabytes = Math.ceil(
    [...inputs, ...outputs].reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0) / 2 ** 20,
  );
  const locations = outputs.map(({ name }) => [
    `out:${name}`,
    resident.includes(name) ? ("gpu-buffer" as const) : ("cpu" as const),
  ]);
  const session = await ort.InferenceSession.create(model, {
    executionProviders: [device],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    // One block planned for all intermediate tensors takes half as much memory again as allocating as they come,
    // and no less time.
    enableMemPattern: false,
    logSeverityLevel: 3,
    ...(threads > 1 && { extra: SHORT_SPINNING }),
    ...(resident.length > 0 && { preferredOutputLocation: Object.fromEntries(locations) }),
  }).catch((error: unknown) => {
    throw explain("loading the compiled function", options, megabytes, error);
  });
  if (resident.length > 0) lending.add(session);
  const atHome = outputs.filter(({ name }) => !resident.includes(name));
  return {
    async run(feeds, results) {
      const fed = inputs.map((port, i) => [`in:${port.name}`, tensor("input", port, feeds[i]!)] as const);
      const wanted = [
        ...resident.map((name) => [`out:${name}`, null] as const),
        ...atHome.map((port, i) => [`out:${port.name}`, tensor("output", port, results[i]!)] as const),
      ];
      const ran = await session
        .run(Object.fromEntries(fed), Object.fromEntries(wanted))
        .catch((error: unknown) => {
          throw explain("running the compiled function", options, megabytes, error);
        });
      const copies = atHome.map(({ name }) => ran[`out:${name}`]!.data as TensorArray);
      // Where outputs stay on the device, the runtime does not write the others where they are wanted.
      if (resident.length > 0) {
        copies.forEach((copy, i) => {
          results[i]!.set(copy);
        });
      }
      letGo(copies);
      return resident.map((name) => ran[`out:${name}`] as DeviceTensor);
    },
    release() {
      lending.delete(session);
      return session.release();
    },
  };
}
