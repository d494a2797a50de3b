import type * as tf from "@tensorflow/tfjs-core";
import { type Device, placement } from "./device.js";
import { EngineError } from "./errors.js";
import { checkArray, checkFinite, checkNames, checkRecord, newArray, type TensorArray } from "./feeds.js";
import { type InputSpec, load, type Spec } from "./load.js";
import type { Port, Session } from "./session.js";

export interface CompileOptions {
  /** Where the function runs. Default "cpu"; "webgpu" needs a graphics adapter. */
  readonly device?: Device;
  /** Threads that compute on the CPU. Default 1. */
  readonly threads?: number;
  /** Refuse inputs with a NaN or an infinite number; costs a pass over what is fed. Default false. */
  readonly checkFinite?: boolean;
}

/** The tensors a function is called with while it is compiled: one for each name in the spec. */
export type Inputs<S extends Spec> = { readonly [Name in keyof S]: tf.Tensor };

/** The arrays a compiled function is fed: one for each name in the spec. */
export type Feeds<S extends Spec> = {
  readonly [Name in keyof S]: S[Name]["dtype"] extends "int32"
    ? Int32Array
    : "int32" extends S[Name]["dtype"]
      ? TensorArray
      : Float32Array;
};

export interface RunOptions<Output extends string> {
  /** Arrays to write outputs into, by name. The others are allocated anew. */
  readonly outputs?: { readonly [Name in Output]?: TensorArray | undefined };
}

/** A compiled function. */
export interface Compiled<S extends Spec, Output extends string> {
  /**
   * Runs the function on `feeds`. Arrays are read where they lie, and those given in `options.outputs` are
   * written where they lie; the record returned holds these same arrays. An output may go where an input lies, at
   * the price of a copy.
   *
   * Throws EngineError for a name that is not in the spec, a missing input, an array of the wrong type or
   * length or in shared memory, a number that is not finite where `checkFinite` asks for that, where the runtime
   * is out of memory, and after `dispose`.
   */
  (feeds: Feeds<S>, options?: RunOptions<Output>): Promise<Record<Output, TensorArray>>;
  /** The shape of each output. */
  readonly outputShapes: Readonly<Record<Output, readonly number[]>>;
  /** Releases the session's memory, once runs under way have ended. Calling it again does nothing. */
  dispose(): void;
}

/**
 * Compiles a TensorFlow.js function to one ONNX graph that ONNX Runtime runs.
 *
 * `fn` is called once, with tensors that stand for its inputs; what it computes with them, through TensorFlow.js
 * operations and gradients (`tf.grads`, `tf.valueAndGrads`, `tf.variableGrads`, `tf.customGrad`), becomes the
 * graph. Everything else it does, random numbers and JavaScript conditions included, happens that once. Tensors
 * and variables from outside enter as constants. TensorFlow.js' own backend is left as it was.
 *
 * @param fn takes a record of tensors and returns a record of tensors.
 * @param spec shape, type and layout of each input, by name.
 * @returns a function on typed arrays by name.
 * @throws EngineError for a malformed spec or option, for a TensorFlow.js kernel that cannot be compiled (with
 * the line that calls it), where `fn` reads the data of a tensor, assigns to a variable from outside or returns
 * anything but tensors by name, and where the device has no adapter or not enough memory; and whatever `fn` throws.
 */
export async function compile<const S extends Spec, const Output extends string>(
  fn: (inputs: Inputs<S>) => Readonly<Record<Output, tf.Tensor>>,
  spec: S,
  options: CompileOptions = {},
): Promise<Compiled<S, Output>> {
  if (typeof fn !== "function")
    throw new EngineError(`fn must be a function of tensors by name, got ${String(fn)}`);
  checkNames("option of compile", Object.keys(options), ["device", "threads", "checkFinite"]);
  const { inputs, outputs, session } = await load(
    (tensors) => fn(tensors as Inputs<S>),
    spec,
    placement(options),
  );
  return callable(session, inputs, outputs, options.checkFinite ?? false) as Compiled<S, Output>;
}

function callable(
  session: Session,
  inputs: readonly Port[],
  outputs: readonly Port[],
  finite: boolean,
): AnyCompiled {
  let open = true;
  let latest: Promise<unknown> = Promise.resolve();
  const inputNames = inputs.map((port) => port.name);
  const outputNames = outputs.map((port) => port.name);
  const run = async (feeds: Readonly<Record<string, TensorArray>>, options: RunOptions<string> = {}) => {
    if (!open) throw new EngineError("this compiled function has been disposed; compile it again to run it");
    checkRecord("feeds", feeds, "an array for each input");
    checkNames("input", Object.keys(feeds), inputNames);
    checkNames("option of a run", Object.keys(options), ["outputs"]);
    const given = new Map(Object.entries(options.outputs ?? {}));
    checkNames("output", given.keys(), outputNames);
    const fed = inputs.map(({ name, shape, dtype }) => {
      checkArray(`input "${name}"`, feeds[name], shape, dtype);
      if (finite) checkFinite(`input "${name}"`, feeds[name]!);
      return feeds[name]!;
    });
    const results = outputs.map(({ name, shape, dtype }) => {
      const array = given.get(name);
      if (array === undefined) return newArray(shape, dtype);
      checkArray(`output "${name}"`, array, shape, dtype);
      return array;
    });
    if (new Set(results).size < results.length)
      throw new EngineError("outputs must be arrays of their own, got one array for two of them");
    const written = apartFrom(fed, results);
    const running = session.run(fed, written);
    latest = running;
    await running;
    results.forEach((array, i) => {
      if (written[i] !== array) array.set(written[i]!);
    });
    return Object.fromEntries(outputs.map(({ name }, i) => [name, results[i]!]));
  };
  const dispose = () => {
    if (!open) return;
    open = false;
    // A run under way still reads the session.
    const release = () => session.release();
    void latest.then(release, release);
  };
  const outputShapes = Object.fromEntries(outputs.map(({ name, shape }) => [name, shape]));
  return Object.assign(run, { outputShapes, dispose });
}

/** The arrays, new ones in the place of those that share memory with what is fed: it is read until a run ends. */
function apartFrom(fed: readonly TensorArray[], arrays: readonly TensorArray[]): readonly TensorArray[] {
  const buffers = new Set(fed.map(({ buffer }) => buffer));
  return arrays.map((array) =>
    buffers.has(array.buffer) && fed.some((read) => overlap(read, array)) ? array.slice() : array,
  );
}

const overlap = (a: TensorArray, b: TensorArray): boolean =>
  a.buffer === b.buffer &&
  a.byteOffset < b.byteOffset + b.byteLength &&
  b.byteOffset < a.byteOffset + a.byteLength;

type AnyCompiled = Compiled<Record<string, InputSpec>, string>;
