import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, expectTypeOf, it } from "vitest";
import { batchNormalization, linear, zeros } from "../models/initializers.js";
import { defineTask } from "./userTask.js";

const examples = {
  size: 2,
  arrays: {
    x: { shape: [2], values: Float32Array.of(1, 2, 3, 4) },
    y: { shape: [], values: Int32Array.of(0, 1) },
  },
};

const parts = {
  name: "lines",
  data: async () => ({ train: examples, test: examples }),
  parameters: { kernel: linear(2, 2), bias: zeros(2) },
};

describe("defineTask", () => {
  it("gives the task as it is, and names to its functions", () => {
    const task = defineTask({
      ...parts,
      parameters: { kernel: linear(2, 2), ...batchNormalization("norm", 2) },
      normalized: { norm: 2 },
      noise: { mask: { shape: (size) => [size, 2], draw: (values) => values.fill(1) } },
      forward(parameters, inputs, { normalize, noise }) {
        expectTypeOf<keyof typeof parameters>().toEqualTypeOf<"kernel" | "norm/gamma" | "norm/beta">();
        expectTypeOf<keyof typeof inputs>().toEqualTypeOf<"x" | "y">();
        expectTypeOf(noise).toEqualTypeOf<{ readonly mask: tf.Tensor } | undefined>();
        expectTypeOf(normalize).parameter(0).toEqualTypeOf<"norm">();
        return tf.matMul(inputs.x, parameters.kernel) as tf.Tensor2D;
      },
      losses(output, inputs) {
        expectTypeOf(output).toEqualTypeOf<tf.Tensor2D>();
        return tf.sum(tf.sub(output, tf.expandDims(inputs.y, 1)), 1);
      },
      augment(batch, random) {
        expectTypeOf(batch.x).toEqualTypeOf<Float32Array<ArrayBuffer>>();
        expectTypeOf(batch.y).toEqualTypeOf<Int32Array<ArrayBuffer>>();
        expectTypeOf(random.nextUint32()).toBeNumber();
      },
    });
    expect(task.name).toBe("lines");
  });

  it("does not compile what is no task", () => {
    const losses = (output: tf.Tensor) => tf.sum(output, 1);
    const forward = (_: unknown, { x }: { x: tf.Tensor }) => x;
    expect(defineTask({ ...parts, forward, losses }).forward).toBe(forward);
    // @ts-expect-error: no losses
    defineTask({ ...parts, forward });
    // @ts-expect-error: no such property
    defineTask({ ...parts, forward, losses, error: losses });
    // @ts-expect-error: no array "z"
    defineTask({ ...parts, forward: (_, { z }) => z, losses });
    // @ts-expect-error: no parameter "gain"
    defineTask({ ...parts, forward: ({ gain }) => gain, losses });
    // @ts-expect-error: no layer is normalized
    defineTask({ ...parts, forward: (_, { x }, { normalize }) => normalize("norm", x), losses });
    const plain = { size: 1, arrays: { x: { shape: [], values: [1] } } };
    // @ts-expect-error: values are no plain list
    defineTask({ ...parts, data: async () => ({ train: plain, test: examples }), forward, losses });
    // @ts-expect-error: nothing to be judged on
    defineTask({ ...parts, data: async () => ({ train: examples }), forward, losses });
    // @ts-expect-error: a parameter starts somehow
    defineTask({ ...parts, parameters: { kernel: { shape: [2, 2] } }, forward, losses });
    // @ts-expect-error: numbers are no losses
    defineTask({ ...parts, forward, losses: () => 1 });
  });
});
