import type * as tf from "@tensorflow/tfjs-core";
import { channelBlock } from "./channelBlock.js";
import { EngineError } from "./errors.js";
import { checkArray, checkNames, newArray, type TensorArray } from "./feeds.js";
import { Graph } from "./graph/graph.js";
import { simplify } from "./graph/simplify.js";
import { serialize } from "./onnx/serialize.js";
import { rules } from "./rules/index.js";
import { createSession, type Port, portOf, type Session } from "./session.js";
import { trace } from "./trace/trace.js";
import { CHANNELS_FIRST, inRowMajor, rowMajor, type View } from "./trace/view.js";

/** What one input of a compiled function is. */
export interface InputSpec {
  /** The shape the function sees; every extent a positive integer. */
  readonly shape: readonly number[];
  /** Default "float32" (fed as Float32Array); "int32" is fed as Int32Array. */
  readonly dtype?: "float32" | "int32";
  /**
   * How the elements fed lie in memory. By default in row-major order of `shape`. With "NCHW", the function sees
   * images [n, height, width, channels] and the array fed holds them as [n, channels, height, width], which
   * saves a transposition in networks of convolutions.
   */
  readonly layout?: "NCHW";
}

export type Spec = Readonly<Record<string, InputSpec>>;

export interface CompileOptions {
  /** Where the function runs. Default "cpu". */
  readonly device?: "cpu";
  /** Threads that compute. Default 1. */
  readonly threads?: number;
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
   * written where they lie; the record returned holds these same arrays.
   *
   * Throws EngineError for a name that is not in the spec, a missing input, an array of the wrong type or
   * length, and after `dispose`.
   */
  (feeds: Feeds<S>, options?: RunOptions<Output>): Promise<Record<Output, TensorArray>>;
  /** The shape of each output. */
  readonly outputShapes: Readonly<Record<Output, readonly number[]>>;
  /** Releases the session's memory, once runs under way have ended. Calling it again does nothing. */
  dispose(): void;
}

const isExtent = (extent: unknown): boolean => Number.isInteger(extent) && (extent as number) > 0;

function inputView(graph: Graph, name: string, spec: InputSpec): View {
  const { shape, dtype = "float32", layout } = spec;
  if (!Array.isArray(shape) || !shape.every(isExtent))
    throw new EngineError(
      `shape of input "${name}" must be a list of positive integers, got ${String(shape)}`,
    );
  if (dtype !== "float32" && dtype !== "int32")
    throw new EngineError(`dtype of input "${name}" must be "float32" or "int32", got "${String(dtype)}"`);
  if (layout === undefined) return rowMajor(graph.input(name, shape, dtype));
  if (layout !== "NCHW" || shape.length !== 4)
    throw new EngineError(
      `layout of input "${name}" must be "NCHW", for a shape of rank 4; got "${layout}" for rank ${shape.length}`,
    );
  const stored = CHANNELS_FIRST.map((axis) => shape[axis]!);
  return { value: graph.input(name, stored, dtype), order: CHANNELS_FIRST };
}

function checkOptions({ device = "cpu", threads = 1 }: CompileOptions): { threads: number } {
  if (device !== "cpu") throw new EngineError(`device must be "cpu", got "${String(device)}"`);
  if (!isExtent(threads)) throw new EngineError(`threads must be a positive integer, got ${String(threads)}`);
  return { threads };
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
 * the line that calls it), and where `fn` reads the data of a tensor; and whatever `fn` throws.
 */
export async function compile<const S extends Spec, const Output extends string>(
  fn: (inputs: Inputs<S>) => Readonly<Record<Output, tf.Tensor>>,
  spec: S,
  options: CompileOptions = {},
): Promise<Compiled<S, Output>> {
  const { threads } = checkOptions(options);
  // Simplifying as the graph grows lets kernels see what their operands really are; nothing is fused that a later
  // node may still read.
  const graph = new Graph(rules, () => Number.POSITIVE_INFINITY, await channelBlock());
  const views = Object.entries(spec).map(([name, input]) => [name, inputView(graph, name, input)] as const);
  const traced = trace(graph, Object.fromEntries(views), (inputs) => fn(inputs as Inputs<S>));
  const outputs = new Map([...traced].map(([name, view]) => [name, inRowMajor(graph, view)]));
  const program = simplify({ inputs: graph.inputs, outputs }, rules);
  const inputPorts = program.inputs.map((value, i) => portOf(views[i]![0], value));
  const outputPorts = [...program.outputs].map(([name, value]) => portOf(name, value));
  const session = await createSession(
    serialize(program.inputs, program.outputs),
    inputPorts,
    outputPorts,
    threads,
  );
  return callable(session, inputPorts, outputPorts) as Compiled<S, Output>;
}

function callable(session: Session, inputs: readonly Port[], outputs: readonly Port[]): AnyCompiled {
  let open = true;
  let latest: Promise<void> = Promise.resolve();
  const inputNames = inputs.map((port) => port.name);
  const outputNames = outputs.map((port) => port.name);
  const run = async (feeds: Readonly<Record<string, TensorArray>>, options: RunOptions<string> = {}) => {
    if (!open) throw new EngineError("this compiled function has been disposed; compile it again to run it");
    const given = options.outputs ?? {};
    checkNames("input", Object.keys(feeds), inputNames);
    checkNames("output", Object.keys(given), outputNames);
    const fed = inputs.map(({ name, shape, dtype }) => {
      checkArray(`input "${name}"`, feeds[name], shape, dtype);
      return feeds[name]!;
    });
    const results = outputs.map(({ name, shape, dtype }) => {
      const array = given[name];
      if (array === undefined) return newArray(shape, dtype);
      checkArray(`output "${name}"`, array, shape, dtype);
      return array;
    });
    latest = session.run(fed, results);
    await latest;
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

type AnyCompiled = Compiled<Record<string, InputSpec>, string>;
