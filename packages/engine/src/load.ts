import type * as tf from "@tensorflow/tfjs-core";
import { type Placement, traitsOf } from "./device.js";
import { EngineError } from "./errors.js";
import { checkRecord, checkShape } from "./feeds.js";
import { Graph } from "./graph/graph.js";
import { simplify } from "./graph/simplify.js";
import { serialize } from "./onnx/serialize.js";
import { rules } from "./rules/index.js";
import { createSession, type Port, portOf, type Session } from "./session.js";
import { trace } from "./trace/trace.js";
import { CHANNELS_FIRST, inRowMajor, rowMajor, type View } from "./trace/view.js";
import { openAdapter } from "./webgpu/adapter.js";

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

/** A function as a session, with what it takes and gives in order. */
export interface Loaded {
  readonly inputs: readonly Port[];
  /** The outputs in arrays: all but the resident ones. */
  readonly outputs: readonly Port[];
  readonly session: Session;
}

function inputView(graph: Graph, name: string, spec: InputSpec): View {
  const { shape, dtype = "float32", layout } = spec ?? {};
  checkShape(`input "${name}"`, shape);
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

/**
 * Traces a function of tensors, simplifies its graph and loads it into the runtime.
 *
 * @param resident names of the outputs that stay on the device.
 */
export async function load(
  fn: (inputs: Readonly<Record<string, tf.Tensor>>) => Readonly<Record<string, tf.Tensor>>,
  spec: Spec,
  { device, threads }: Placement,
  resident: readonly string[] = [],
): Promise<Loaded> {
  checkRecord("the spec of inputs", spec, "{ shape, dtype, layout }");
  if (device === "webgpu") await openAdapter();
  // Simplifying as the graph grows lets kernels see what their operands really are; nothing is fused that a later
  // node may still read.
  const traits = await traitsOf(device);
  const graph = new Graph(rules, () => Number.POSITIVE_INFINITY, traits);
  const views = Object.entries(spec).map(([name, input]) => [name, inputView(graph, name, input)] as const);
  const traced = trace(graph, Object.fromEntries(views), fn);
  const values = new Map([...traced].map(([name, view]) => [name, inRowMajor(graph, view)]));
  const program = simplify({ inputs: graph.inputs, outputs: values }, rules, traits);
  const inputs = program.inputs.map((value, i) => portOf(views[i]![0], value));
  const outputs = [...program.outputs].map(([name, value]) => portOf(name, value));
  const model = serialize(program.inputs, program.outputs);
  const session = await createSession(model, inputs, outputs, { device, threads, resident });
  return { inputs, outputs: outputs.filter(({ name }) => !resident.includes(name)), session };
}
