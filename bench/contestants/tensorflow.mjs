/**
 * TensorFlow.js on the backend named on the command line, with its own Adam: it has no AdamW. Batch
 * normalization is in closed form, as in ours.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { imageProblem } from "../../packages/lab/dist/tasks/imageProblem.js";
import { drawNoise } from "../../packages/lab/dist/training/noise.js";
import { gradientOf, noiseOf } from "../../packages/lab/dist/training/program.js";
import { trainingStep } from "../../packages/lab/dist/training/trainingProgram.js";
import { setUpWasm } from "../wasm.mjs";
import { answer } from "./answer.mjs";

const [backend] = process.argv.slice(2);

await answer(`TensorFlow.js ${backend}`, async ({ model, task, batch, threads, parameters, ...data }) => {
  if (backend === "wasm") await setUpWasm(threads);
  await tf.setBackend(backend);
  const images = tf.transpose(tf.tensor4d(data.images, [batch, 3, 32, 32]), [0, 2, 3, 1]);
  const labels = tf.tensor1d(data.labels, "int32");
  const variables = Object.fromEntries(
    Object.entries(model.parameters).map(([name, { shape }]) => [
      name,
      tf.variable(tf.tensor(parameters[name], shape)),
    ]),
  );
  const optimizer = tf.train.adam(1e-3);
  let steps = 0;
  return async () => {
    const drawn = drawNoise(model.noise, batch, 1, 1, steps++);
    const results = tf.tidy(() => {
      const noise = Object.entries(model.noise).map(([name, { shape }]) => [
        noiseOf(name),
        tf.tensor(drawn[noiseOf(name)], shape(batch)),
      ]);
      return trainingStep(imageProblem(model, task), {
        images,
        labels,
        ...variables,
        ...Object.fromEntries(noise),
      });
    });
    optimizer.applyGradients(
      Object.entries(variables).map(([name, { name: id }]) => ({
        name: id,
        tensor: results[gradientOf(name)],
      })),
    );
    await results.loss.data();
    tf.dispose(results);
  };
});
