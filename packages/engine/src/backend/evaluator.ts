import { newArray, type TensorArray } from "../feeds.js";
import { sizeOf } from "../graph/shapes.js";
import { simplify } from "../graph/simplify.js";
import type { Value } from "../graph/types.js";
import { serialize } from "../onnx/serialize.js";
import { rules } from "../rules/index.js";
import { portOf } from "../session.js";
import { structureOf } from "./structure.js";
import { createSyncSession, type SyncSession } from "./syncSession.js";

/** Compiled models kept; the one unused for longest makes room. */
const MOST_SESSIONS = 64;

/** Computes values of graphs. Graphs of equal structure share one compiled model. */
export interface Evaluator {
  /**
   * The elements of `values`, none of them int64, in row-major order.
   *
   * @param arrayOf the elements of an input.
   */
  evaluate(values: readonly Value[], arrayOf: (input: Value) => TensorArray): TensorArray[];
  /** How many models have been compiled so far. */
  compilations(): number;
  /** Releases every compiled model. */
  release(): void;
}

/** The elements of a value that needs no computing, or undefined. */
function known(value: Value, arrayOf: (input: Value) => TensorArray): TensorArray | undefined {
  const { source } = value;
  if (source.kind === "input") return arrayOf(value);
  if (sizeOf(value.shape) === 0) return newArray(value.shape, value.dtype);
  if (source.kind === "node") return undefined;
  return "array" in source.data
    ? source.data.array
    : newArray(value.shape, value.dtype).fill(source.data.fill);
}

function compile(inputs: readonly Value[], outputs: readonly Value[], threads: number): SyncSession {
  const named = new Map(outputs.map((value, i) => [String(i), value]));
  const program = simplify({ inputs, outputs: named }, rules);
  const inputPorts = program.inputs.map((value) =>
    portOf(value.source.kind === "input" ? value.source.name : "", value),
  );
  const outputPorts = [...program.outputs].map(([name, value]) => portOf(name, value));
  return createSyncSession(serialize(program.inputs, program.outputs), inputPorts, outputPorts, threads);
}

/** @param threads asked whenever a model is compiled. */
export function createEvaluator(threads: () => number): Evaluator {
  /** Least recently used first. */
  const sessions = new Map<string, SyncSession>();
  let compilations = 0;

  const sessionFor = (key: string, make: () => SyncSession): SyncSession => {
    const session = sessions.get(key) ?? make();
    sessions.delete(key);
    sessions.set(key, session);
    const oldest = sessions.keys().next().value;
    if (sessions.size > MOST_SESSIONS && oldest !== undefined) {
      sessions.get(oldest)?.release();
      sessions.delete(oldest);
    }
    return session;
  };

  return {
    evaluate(values, arrayOf) {
      const results = new Map<Value, TensorArray>();
      const wanted: Value[] = [];
      for (const value of new Set(values)) {
        const array = known(value, arrayOf);
        if (array === undefined) wanted.push(value);
        else results.set(value, array);
      }
      if (wanted.length > 0) {
        const { key, inputs } = structureOf(wanted);
        const session = sessionFor(`${threads()} threads\n${key}`, () => {
          compilations++;
          return compile(inputs, wanted, threads());
        });
        const arrays = wanted.map((value) => newArray(value.shape, value.dtype));
        session.run(inputs.map(arrayOf), arrays);
        wanted.forEach((value, i) => {
          results.set(value, arrays[i]!);
        });
      }
      return values.map((value) => results.get(value)!);
    },
    compilations: () => compilations,
    release() {
      for (const session of sessions.values()) session.release();
      sessions.clear();
    },
  };
}
