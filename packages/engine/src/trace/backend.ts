import * as tf from "@tensorflow/tfjs-core";
import { EngineError } from "../errors.js";
import { newArray } from "../feeds.js";
import type { Graph } from "../graph/graph.js";
import { range, sizeOf } from "../graph/shapes.js";
import type { ConstantArray, DType } from "../graph/types.js";
import type { GraphBackend } from "./register.js";
import { positions, rowMajor, shapeOf, type View } from "./view.js";

export const BACKEND_NAME = "lehr-trace";

const DTYPES: Partial<Record<tf.DataType, DType>> = { float32: "float32", int32: "int32", bool: "bool" };

/** The graph's name of a TensorFlow.js element type. */
export function graphDType(dtype: tf.DataType): DType {
  const known = DTYPES[dtype];
  if (known === undefined)
    throw new EngineError(`a tensor of type ${dtype} cannot be compiled; float32, int32 and bool can`);
  return known;
}

export function toConstantArray(values: tf.BackendValues, dtype: DType): ConstantArray {
  const numbers = values as Float32Array | Int32Array | Uint8Array;
  if (dtype === "float32") return Float32Array.from(numbers);
  return dtype === "int32" ? Int32Array.from(numbers) : Uint8Array.from(numbers);
}

/** A copy of elements that lie in a view's memory order, with its axes as TensorFlow.js numbers them. */
function inRowMajor(view: View, elements: ConstantArray): ConstantArray {
  const shape = shapeOf(view);
  const strides = positions(view, range(shape.length)).map((position) =>
    sizeOf(view.value.shape.slice(position + 1)),
  );
  const ordered = elements.slice();
  for (let i = 0; i < ordered.length; i++) {
    let [rest, from] = [i, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    ordered[i] = elements[from]!;
  }
  return ordered;
}

/**
 * A TensorFlow.js backend whose tensors are views of values in a graph under construction. Data that
 * TensorFlow.js writes (literals, tensors made by the host) become constants; nothing can be read back but
 * those.
 */
export class TracingBackend extends tf.KernelBackend implements GraphBackend {
  readonly #views = new Map<object, View>();
  #unread: unknown;

  constructor(readonly graph: Graph) {
    super();
  }

  /** Registers a view under a fresh data id. Never an input's: TensorFlow.js' tape tells tensors apart by them. */
  adopt(view: View): tf.TensorInfo {
    const dataId = {};
    const shape = shapeOf(view);
    this.#views.set(dataId, view);
    const { dtype } = view.value;
    return { dataId, shape, dtype: dtype === "int64" ? "int32" : dtype };
  }

  /** The view behind a tensor; a tensor of another backend (made before tracing) enters as a constant. */
  view(tensor: tf.TensorInfo): View {
    const known = this.#views.get(tensor.dataId);
    return known ?? this.#foreign(tensor);
  }

  #foreign(tensor: tf.TensorInfo): View {
    const owner = tf.engine().state.tensorInfo.get(tensor.dataId)?.backend;
    if (owner === undefined) throw new EngineError("a disposed tensor is used in the function");
    const dtype = graphDType(tensor.dtype);
    const values = toConstantArray(owner.readSync(tensor.dataId), dtype);
    return rowMajor(this.graph.constant(values, tensor.shape, dtype));
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    const type = graphDType(dtype);
    return this.adopt(rowMajor(this.graph.constant(toConstantArray(values, type), shape, type))).dataId;
  }

  override readSync(dataId: object): tf.BackendValues {
    const view = this.#views.get(dataId);
    const source = view?.value.source;
    if (view === undefined || source?.kind !== "constant")
      throw new EngineError(
        "the function reads the data of a tensor that depends on its inputs (data, dataSync, array, print, ...); " +
          "while it is compiled there is no data yet: return the tensor as an output instead",
      );
    if ("array" in source.data) return inRowMajor(view, source.data.array);
    return newArray(view.value.shape, view.value.dtype).fill(source.data.fill);
  }

  /** Where there is no data, the promise is never settled: whoever does not wait for it would end the process. */
  override read(dataId: object): Promise<tf.BackendValues> {
    try {
      return Promise.resolve(this.readSync(dataId));
    } catch (error) {
      this.#unread ??= error;
      return new Promise(() => {});
    }
  }

  /** @throws what the first promise of data that there is not was not rejected with. */
  checkReads(): void {
    if (this.#unread !== undefined) throw this.#unread;
  }

  override disposeData(dataId: object): boolean {
    // The view stays: a variable may share it. The graph, not their count, decides what is computed.
    return this.#views.has(dataId);
  }

  override incRef(): void {}
  decRef(): void {}
  override refCount(): number {
    return 1;
  }
  override numDataIds(): number {
    return this.#views.size;
  }
  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
  override timerAvailable(): boolean {
    return false;
  }
  override floatPrecision(): 16 | 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override dispose(): void {
    this.#views.clear();
  }
}
