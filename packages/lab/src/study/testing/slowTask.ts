import { writeFile } from "node:fs/promises";

/** How long a task takes, in milliseconds, whatever the machine. */
export interface Slowness {
  /** Its data, in worker processes. */
  data?: number;
  /** A batch; an epoch has 32. */
  batch?: number;
}

/** Writes the module of a task of 64 examples, to be trained in batches of two. */
export async function writeSlowTask(path: string, { data = 0, batch = 0 }: Slowness): Promise<void> {
  await writeFile(
    path,
    `import { linear, zeros } from "@lehr/lab";
import * as tf from "@tensorflow/tfjs-core";
const examples = (size: number) => ({
  size,
  arrays: {
    x: { shape: [2], values: Float32Array.from({ length: 2 * size }, (_, i) => Math.sin(i)) },
    y: { shape: [], values: Float32Array.from({ length: size }, (_, i) => i % 2) },
  },
});
export default {
  name: "slow",
  async data() {
    // Only workers have a parent to talk to.
    if (process.send !== undefined) await new Promise((resolve) => setTimeout(resolve, ${data}));
    return { train: examples(64), test: examples(8) };
  },
  augment() {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${batch});
  },
  parameters: { kernel: linear(2, 1), bias: zeros(1) },
  forward: (p, { x }) => tf.reshape(tf.add(tf.matMul(x, p.kernel), p.bias), [-1]),
  losses: (output, { y }) => tf.squaredDifference(output, y),
};
`,
  );
}

/** A study of it: so many trials of one epoch each. */
export const slowStudy = (path: string, trials: number) => [
  ...["run", "decoupling", "--task", path, "--name", slowName, "--optimizers", "adam"],
  ...["--learning-rates", Array.from({ length: trials }, (_, i) => 0.001 * (1 + i)).join(",")],
  ...["--weight-decays", "0.001", "--batch-size", "2", "--epochs", "1", "--checkpoint-seconds", "1"],
];

/** What such a study is called. */
export const slowName = "slow";
