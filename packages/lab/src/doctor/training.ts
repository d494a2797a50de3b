import { batchNormTraining, compileTrainingStep, type Device } from "@lehr/engine";
import * as tf from "@tensorflow/tfjs-core";
import { adamw } from "lehr";
import { cnn } from "../models/cnn.js";
import { initializeParameters } from "../models/initializers.js";
import type { Normalize } from "../models/model.js";
import { randomStream } from "../random/randomStream.js";
import { uniform } from "../random/uniform.js";
import { type Check, fail, ok, reasonOf, warn } from "./check.js";

const task = { height: 32, width: 32, channels: 3, classes: 10 };
const batchSize = 64;

/**
 * How fast the small network of the presets trains on random images: loss, gradients and AdamW's update.
 *
 * @param device where.
 * @param milliseconds how long to measure, after one step that does not count.
 * @returns images a second, on one thread of the processor or on the whole graphics processor.
 */
async function trainingSpeed(device: Device, milliseconds = 1000): Promise<number> {
  const model = cnn(task);
  const values = initializeParameters(model.parameters, 1);
  const step = await compileTrainingStep({
    device,
    optimizer: adamw({ lr: 1e-3 }),
    inputs: {
      images: { shape: [batchSize, task.height, task.width, task.channels], layout: "NCHW" },
      labels: { shape: [batchSize], dtype: "int32" },
    },
    params: Object.fromEntries(
      Object.entries(model.parameters).map(([name, { shape }]) => [name, { shape, values: values[name]! }]),
    ),
    loss: ({ inputs, params }) => {
      const normalize: Normalize = (layer, x) => {
        const [gamma, beta] = [params[`${layer}/gamma`], params[`${layer}/beta`]] as [
          tf.Tensor1D,
          tf.Tensor1D,
        ];
        return batchNormTraining(x, gamma, beta, 1e-5).y as typeof x;
      };
      const logits = model.forward(params, inputs.images as tf.Tensor4D, normalize);
      const targets = tf.cast(tf.oneHot(inputs.labels as tf.Tensor1D, task.classes), "float32");
      return tf.losses.softmaxCrossEntropy(targets, logits) as tf.Scalar;
    },
  });
  try {
    const random = randomStream(1, "doctor");
    const images = Float32Array.from({ length: batchSize * 32 * 32 * 3 }, () => uniform(random));
    const labels = Int32Array.from({ length: batchSize }, (_, i) => i % task.classes);
    const { loss } = await step({ images, labels });
    if (!Number.isFinite(loss)) throw new Error(`the loss of a training step is ${loss}`);
    const start = performance.now();
    let steps = 0;
    do {
      await step({ images, labels });
      steps++;
    } while (performance.now() - start < milliseconds);
    return (steps * batchSize) / ((performance.now() - start) / 1000);
  } finally {
    step.dispose();
  }
}

/** Whether this machine trains, and how fast. */
export async function checkTraining(milliseconds?: number): Promise<Check> {
  try {
    const speed = await trainingSpeed("cpu", milliseconds);
    return ok("training", `${Math.round(speed)} images a second with the small CNN, on one thread`);
  } catch (error) {
    return fail("training", reasonOf(error), "install again: the engine does not run here");
  }
}

/** Whether a graphics processor trains, and how fast. */
export async function checkWebgpu(milliseconds?: number): Promise<Check> {
  try {
    const speed = await trainingSpeed("webgpu", milliseconds);
    return ok("WebGPU", `${Math.round(speed)} images a second with the small CNN`);
  } catch (error) {
    return warn("WebGPU", reasonOf(error), "training on the processor goes without");
  }
}
