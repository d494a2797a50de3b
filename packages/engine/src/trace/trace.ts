import * as tf from "@tensorflow/tfjs-core";
import { EngineError, userLine } from "../errors.js";
import type { Graph } from "../graph/graph.js";
import { kernels } from "../kernels/index.js";
import { BACKEND_NAME, TracingBackend } from "./backend.js";
import { registerKernels } from "./register.js";
import { inWords, isPromise, isTensor } from "./result.js";
import { seal } from "./variables.js";
import type { View } from "./view.js";

/** Deep enough to see user code beneath TensorFlow.js' gradient machinery. */
const STACK_DEPTH = 100;

const MISSING_KERNEL = /[Kk]ernel '([^']+)' (?:not registered )?for backend/;

/** Says which kernel is missing and where the user's code asked for it; other errors pass as they are. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const name = MISSING_KERNEL.exec(error.message)?.[1];
  if (name === undefined) return error;
  const line = userLine(error.stack);
  return new EngineError(
    `the TensorFlow.js kernel ${name} cannot be compiled${line === undefined ? "" : `; it is called at ${line}`}. ` +
      `Compose it of kernels that can: ${kernels.map((kernel) => kernel.name).join(", ")}`,
    { cause: error },
  );
}

/** What the function gave, if it can be a record of tensors. */
function checkedResult(result: unknown): object {
  const isRecord = typeof result === "object" && result !== null && !isTensor(result) && !isPromise(result);
  if (isRecord && Object.keys(result).length > 0) return result;
  throw new EngineError(
    `the function must return a record of tensors by name, for example { loss }; got ${inWords(result)}`,
  );
}

/** Disposes what TensorFlow.js keeps for gradients until it has them, and forgets where something throws. */
function dropTape({ state }: ReturnType<typeof tf.engine>): void {
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
  state.activeTape = [];
}

/**
 * Calls `fn` with a tensor for each view and gives the views of the tensors it returns. While it runs,
 * TensorFlow.js' backend is one that appends to `graph`; afterwards, also when `fn` throws, it is what it was.
 */
export function trace(
  graph: Graph,
  inputs: Readonly<Record<string, View>>,
  fn: (inputs: Record<string, tf.Tensor>) => Readonly<Record<string, tf.Tensor>>,
): Map<string, View> {
  registerKernels(BACKEND_NAME);
  const engine = tf.engine();
  const previous = engine.backendName as string | null | undefined;
  const variables = new Set(Object.values(engine.state.registeredVariables));
  const backend = new TracingBackend(graph);
  tf.registerBackend(BACKEND_NAME, () => backend);
  const depth = Error.stackTraceLimit;
  Error.stackTraceLimit = STACK_DEPTH;
  const outputs = new Map<string, View>();
  const unseal = seal(variables);
  try {
    // Synchronous in effect: the backend's factory is.
    void tf.setBackend(BACKEND_NAME);
    tf.tidy(() => {
      const tensors = Object.entries(inputs).map(
        ([name, view]) => [name, engine.makeTensorFromTensorInfo(backend.adopt(view))] as const,
      );
      const result = fn(Object.fromEntries(tensors));
      backend.checkReads();
      for (const [name, tensor] of Object.entries(checkedResult(result))) {
        if (!isTensor(tensor))
          throw new EngineError(`output "${name}" of the function must be a tensor, got ${typeof tensor}`);
        outputs.set(name, backend.view(tensor));
      }
    });
  } catch (error) {
    dropTape(engine);
    throw explain(error);
  } finally {
    Error.stackTraceLimit = depth;
    unseal();
    for (const variable of Object.values(engine.state.registeredVariables))
      if (!variables.has(variable)) variable.dispose();
    if (previous !== null && previous !== undefined) void tf.setBackend(previous);
    tf.removeBackend(BACKEND_NAME);
  }
  return outputs;
}
