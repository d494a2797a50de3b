import type { Graph } from "../graph/graph.js";
import type { View } from "./view.js";

/** One call of a TensorFlow.js kernel while tracing. */
export interface KernelCall<Input extends string, Attributes> {
  readonly graph: Graph;
  /** Inputs by name; `list` has them in order, for kernels that take any number. */
  readonly inputs: Readonly<Record<Input, View>>;
  readonly list: readonly View[];
  readonly attrs: Attributes;
}

/** A TensorFlow.js kernel as the tracing backend knows it: appends nodes, returns views of what they compute. */
export interface Kernel {
  readonly name: string;
  readonly trace: (call: KernelCall<string, unknown>) => View | readonly View[];
}

/**
 * Defines the tracing of the TensorFlow.js kernel `name`. Input names and attributes are those of
 * `kernel_names` in tfjs-core; the types given here stand for what TensorFlow.js promises to pass.
 */
export function kernel<Input extends string, Attributes = object>(
  name: string,
  trace: (call: KernelCall<Input, Attributes>) => View | readonly View[],
): Kernel {
  return { name, trace: trace as Kernel["trace"] };
}
