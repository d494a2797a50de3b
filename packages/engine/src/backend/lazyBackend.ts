import * as tf from "@tensorflow/tfjs-core";
import { EngineError } from "../errors.js";
import type { TensorArray } from "../feeds.js";
import { Graph } from "../graph/graph.js";
import { sizeOf } from "../graph/shapes.js";
import type { Traits } from "../graph/traits.js";
import type { Value } from "../graph/types.js";
import { cast } from "../ops/elementwise.js";
import { rules } from "../rules/index.js";
import { graphDType, toConstantArray } from "../trace/backend.js";
import type { GraphBackend } from "../trace/register.js";
import { inRowMajor, rowMajor, shapeOf, type View } from "../trace/view.js";
import { createEvaluator } from "./evaluator.js";

/** What is behind a data id: elements, a view of a value that has not been computed yet, or why it cannot be. */
interface Entry {
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
  refCount: number;
  values: tf.BackendValues | undefined;
  view: View | undefined;
  failure: EngineError | undefined;
}

/** Results waiting from which on the assignment of a variable, where the steps of a training loop meet, computes. */
const MANY_WAITING = 500;

/** Results waiting from which on anything that TensorFlow.js writes makes them be computed. */
const MOST_WAITING = 5000;

export interface LazyBackendOptions {
  /** Threads that compute; asked whenever a graph is compiled. */
  readonly threads: () => number;
  /** Those of the processor. */
  readonly traits: Traits;
}

/**
 * A TensorFlow.js backend that computes late: kernels append to a graph, and when data is asked for, what has
 * been appended and is still needed is computed at once. Data from the host enters as inputs, so steps of a
 * loop that build the same graph share one compiled model.
 *
 * What nobody asks for is computed when control returns to the event loop, so that nothing piles up.
 */
export class LazyBackend extends tf.KernelBackend implements GraphBackend {
  readonly #data: tf.DataStorage<Entry>;
  readonly #evaluator: ReturnType<typeof createEvaluator>;
  readonly #traits: Traits;
  /** Entries with a view, oldest first. */
  readonly #waiting = new Set<Entry>();
  /** The inputs of the graph, by the entries they stand for and back. */
  readonly #inputs = new Map<Entry, Value>();
  readonly #arrays = new Map<Value, TensorArray>();
  #graph: Graph;
  /** Tensors made since the graph was new. */
  #made = 0;
  #scheduled = false;

  constructor({ threads, traits }: LazyBackendOptions) {
    super();
    this.#data = new tf.DataStorage<Entry>(this, tf.engine());
    this.#evaluator = createEvaluator(threads);
    this.#traits = traits;
    this.#graph = this.#newGraph();
  }

  get graph(): Graph {
    return this.#graph;
  }

  /** How many models have been compiled so far. */
  compilations(): number {
    return this.#evaluator.compilations();
  }

  view(tensor: tf.TensorInfo): View {
    const entry = this.#data.get(tensor.dataId);
    if (entry.failure !== undefined) throw entry.failure;
    return entry.view ?? rowMajor(this.#inputOf(entry));
  }

  adopt(view: View, same?: tf.TensorInfo): tf.TensorInfo {
    if (same !== undefined) {
      this.#data.get(same.dataId).refCount++;
      return { dataId: same.dataId, shape: same.shape, dtype: same.dtype };
    }
    const dataId = {};
    const shape = shapeOf(view);
    const dtype = view.value.dtype === "int64" ? "int32" : view.value.dtype;
    const entry: Entry = { shape, dtype, refCount: 1, values: undefined, view, failure: undefined };
    this.#data.set(dataId, entry);
    this.#waiting.add(entry);
    this.#made++;
    this.#schedule();
    return { dataId, shape, dtype };
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    if (this.#made > MOST_WAITING) this.#compute();
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: tf.DataId,
    values: tf.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    // Numbers are copied: the caller may overwrite them before they are read here.
    const own = dtype === "string" ? values : toConstantArray(values, graphDType(dtype));
    this.#data.set(dataId, { shape, dtype, refCount, values: own, view: undefined, failure: undefined });
  }

  override readSync(dataId: tf.DataId): tf.BackendValues {
    const entry = this.#data.get(dataId);
    if (entry.view !== undefined) this.#compute();
    if (entry.failure !== undefined) throw entry.failure;
    return entry.values!;
  }

  override async read(dataId: tf.DataId): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: tf.DataId, force = false): boolean {
    if (!this.#data.has(dataId)) return true;
    const entry = this.#data.get(dataId);
    entry.refCount--;
    if (!force && entry.refCount > 0) return false;
    this.#waiting.delete(entry);
    this.#data.delete(dataId);
    return true;
  }

  override refCount(dataId: tf.DataId): number {
    return this.#data.has(dataId) ? this.#data.get(dataId).refCount : 0;
  }

  override incRef(dataId: tf.DataId): void {
    const entry = this.#data.get(dataId);
    entry.refCount++;
    if (entry.view !== undefined && this.#made > MANY_WAITING) this.#compute();
  }

  decRef(dataId: tf.DataId): void {
    if (this.#data.has(dataId)) this.#data.get(dataId).refCount--;
  }

  override numDataIds(): number {
    return this.#data.numDataIds();
  }

  /** Bytes and counts of tensors are TensorFlow.js' own; `numTensorsWaiting` of them are not computed yet. */
  override memory(): { unreliable: boolean; numTensorsWaiting: number } {
    return { unreliable: false, numTensorsWaiting: this.#waiting.size };
  }

  /** Times `query` and the computing of all it left to compute, compilation included. */
  override async time(query: () => void): Promise<tf.BackendTimingInfo> {
    this.#compute();
    const start = performance.now();
    query();
    this.#compute();
    return { kernelMs: performance.now() - start };
  }

  override timerAvailable(): boolean {
    return true;
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.#waiting.clear();
    this.#evaluator.release();
  }

  #newGraph(): Graph {
    // Kernels see what their operands really are; nothing is fused that a later node may still read.
    return new Graph(rules, () => Number.POSITIVE_INFINITY, this.#traits);
  }

  #inputOf(entry: Entry): Value {
    const dtype = graphDType(entry.dtype);
    const values = entry.values as TensorArray;
    // The runtime reads no arrays without elements.
    if (sizeOf(entry.shape) === 0) return this.#graph.fill(0, entry.shape, dtype);
    const made = this.#inputs.get(entry);
    if (made !== undefined) return made;
    const input = this.#graph.input(String(this.#inputs.size), entry.shape, dtype);
    this.#inputs.set(entry, input);
    this.#arrays.set(input, values);
    return input;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#compute();
    });
  }

  /** Computes all that waits and begins a new graph. */
  #compute(): void {
    if (this.#waiting.size > 0) this.#settle([...this.#waiting]);
    this.#graph = this.#newGraph();
    this.#inputs.clear();
    this.#arrays.clear();
    this.#made = 0;
  }

  /**
   * Computes entries at once. Where that fails, each half on its own: what cannot be computed is found, keeps its
   * error for whoever reads or uses it, and stops nothing else.
   */
  #settle(entries: readonly Entry[]): void {
    try {
      const arrays = this.#evaluate(entries);
      entries.forEach((entry, i) => {
        entry.values = arrays[i]!;
      });
    } catch (error) {
      const half = Math.ceil(entries.length / 2);
      if (entries.length === 1) entries[0]!.failure = failureOf(error);
      else for (const part of [entries.slice(0, half), entries.slice(half)]) this.#settle(part);
    }
    for (const entry of entries) {
      entry.view = undefined;
      this.#waiting.delete(entry);
    }
  }

  #evaluate(entries: readonly Entry[]): readonly TensorArray[] {
    const values = entries.map((entry) => {
      const value = inRowMajor(this.#graph, entry.view!);
      return value.dtype === "int64" ? cast(this.#graph, value, "int32") : value;
    });
    return this.#evaluator.evaluate(values, (input) => this.#arrays.get(input)!);
  }
}

function failureOf(cause: unknown): EngineError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(`a tensor cannot be computed: ${message.trim()}`, { cause });
}
