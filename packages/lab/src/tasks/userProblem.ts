import type { Spec } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import { UsageError } from "../usageError.js";
import type { AnyExamples } from "./examples.js";
import type { Problem } from "./problem.js";
import type { AnyUserTask } from "./userTask.js";

/** What a user's task trains, on examples such as these. */
export function userProblem(task: AnyUserTask, { arrays }: AnyExamples): Problem {
  const names = Object.keys(arrays);
  const batchOf = (inputs: Readonly<Record<string, tf.Tensor>>) => inputs[names[0]!]!.shape[0]!;
  return {
    parameters: task.parameters,
    normalized: task.normalized ?? {},
    noise: task.noise ?? {},
    inputs: (batchSize): Spec =>
      Object.fromEntries(
        Object.entries(arrays).map(([name, { shape, values }]) => [
          name,
          { shape: [batchSize, ...shape], dtype: values instanceof Int32Array ? "int32" : "float32" },
        ]),
      ),
    forward: (parameters, inputs, normalize, noise) => task.forward(parameters, inputs, { normalize, noise }),
    loss: (output, inputs) => tf.mean(forEach("losses", task.losses(output, inputs), batchOf(inputs))),
    judge(output, inputs) {
      const loss = forEach("losses", task.losses(output, inputs), batchOf(inputs));
      if (task.errors === undefined) return { loss, error: loss };
      return { loss, error: forEach("errors", task.errors(output, inputs), batchOf(inputs)) };
    },
  };
}

/** @throws UsageError unless a tensor holds a number for each example. */
function forEach(what: string, tensor: tf.Tensor, batchSize: number): tf.Tensor {
  const shape = (tensor as Partial<tf.Tensor> | undefined)?.shape;
  if (shape?.length === 1 && shape[0] === batchSize) return tf.cast(tensor, "float32");
  const got = shape === undefined ? "none" : `[${shape.join(", ")}]`;
  throw new UsageError(
    `${what} must return a number for each example, [${batchSize}] of a batch; got ${got}`,
  );
}
