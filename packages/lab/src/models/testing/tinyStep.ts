import type * as tf from "@tensorflow/tfjs-core";
import { uniform } from "../../../../engine/src/parity.test.helper.js";
import { imageProblem } from "../../tasks/imageProblem.js";
import { drawNoise } from "../../training/noise.js";
import { trainingSpec, trainingStep } from "../../training/trainingProgram.js";
import { modelNamed } from "../index.js";
import { initializeParameters } from "../initializers.js";
import type { ImageTask } from "../model.js";

/** Images small enough for TensorFlow.js' own backend, with a map of 2 x 2 left at the end of a residual network. */
export const tinyTask: ImageTask = { height: 8, width: 8, channels: 3, classes: 4 };

/** Everything a training step needs but the engine: its function, its inputs' shapes, values for them. */
export function tinyStep(name: string, batchSize = 4, task = tinyTask) {
  const model = modelNamed(name, task);
  const { images, ...rest } = trainingSpec(imageProblem(model, task), batchSize);
  return {
    model,
    step: (inputs: Record<string, tf.Tensor>) => trainingStep(imageProblem(model, task), inputs),
    spec: { ...rest, images: { shape: images!.shape } },
    feeds: {
      images: uniform(batchSize * task.height * task.width * task.channels, 5),
      labels: Int32Array.from({ length: batchSize }, (_, i) => i % task.classes),
      ...drawNoise(model.noise, batchSize, 1, 1, 0),
      ...initializeParameters(model.parameters, 1),
    },
  };
}
