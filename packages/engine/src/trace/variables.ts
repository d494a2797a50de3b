import type * as tf from "@tensorflow/tfjs-core";
import { EngineError, userLine } from "../errors.js";

/**
 * Makes assigning to variables an error, which comes before the variable is touched: its new data would be gone with
 * the backend that traces, and the old are given away.
 *
 * @returns what lets them be assigned again.
 */
export function seal(variables: Iterable<tf.Variable>): () => void {
  const sealed = [...variables];
  for (const variable of sealed)
    variable.assign = () => {
      const line = userLine(new Error().stack);
      throw new EngineError(
        `the function assigns to the variable "${variable.name}"${line === undefined ? "" : ` at ${line}`}; while it ` +
          "is compiled there is no data yet: return the new value as an output instead, or carry it as state " +
          "(compileTrainingStep)",
      );
    };
  return () => {
    // The method of the class shows again.
    for (const variable of sealed as Partial<tf.Variable>[]) delete variable.assign;
  };
}
