import { compileTrainingStep, type Device } from "@lehr/engine";
import { adamw } from "lehr";
import { cnn } from "../models/cnn.js";
import { initializeParameters } from "../models/initializers.js";
import { randomStream } from "../random/randomStream.js";
import { uniform } from "../random/uniform.js";
import { imageProblem } from "../tasks/imageProblem.js";
import { trainingLoss } from "../training/trainingProgram.js";
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
  const problem = imageProblem(cnn(task), task);
  const values = initializeParameters(problem.parameters, 1);
  const step = await compileTrainingStep({
    device,
    optimizer: adamw({ lr: 1e-3 }),
    inputs: problem.inputs(batchSize),
    params: Object.fromEntries(
      Object.entries(problem.parameters).map(([name, { shape }]) => [name, { shape, values: values[name]! }]),
    ),
    loss: ({ inputs, params }) => trainingLoss(problem, params, inputs, () => {}),
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
