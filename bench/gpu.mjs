/**
 * Images per second of training on the graphics processor: a Shake-Shake network with batch normalization's running
 * statistics under AdamW, everything kept in the device's memory, beside PyTorch (eager, float32) on the same
 * processor where it finds CUDA; and a training on the 100-epoch schedule, cut to the time given. Needs a graphics
 * driver, and fetches what else is missing: the Vulkan loader, PyTorch, CIFAR-10. The table comes last.
 *
 * Run with: npm run bench:gpu [-- --model shake-shake-26-2x32d --batch 128 --steps 50
 *           --minutes 15 --out lehr-results/gpu]
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { batchNormTraining, compileTrainingStep } from "@lehr/engine";
import { modelNamed } from "@lehr/lab";
import * as tf from "@tensorflow/tfjs-core";
import { adamw, lrScaled } from "lehr";
import { drawNoise } from "../packages/lab/dist/training/noise.js";
import { pythonWithTorch, runPython } from "./peers/python.mjs";
import { seeToVulkan } from "./peers/vulkan.mjs";
import { shortTraining } from "./shortTraining.mjs";

const { values: flags } = parseArgs({
  options: {
    model: {
      type: "string",
      multiple: true,
      default: ["shake-shake-26-2x32d", "shake-shake-26-2x64d"],
    },
    batch: { type: "string", default: "128" },
    steps: { type: "string", default: "50" },
    device: { type: "string", default: "webgpu" },
    /** How long the first of the models is trained; 0: not at all. */
    minutes: { type: "string", default: "15" },
    out: { type: "string", default: "lehr-results/gpu" },
  },
});
const [batch, steps, minutes] = [flags.batch, flags.steps, flags.minutes].map(Number);

/** CIFAR-10's. */
const TASK = { height: 32, width: 32, channels: 3, classes: 10 };
const MOMENTUM = 0.1;

/** Steps before the clock starts: the device compiles its kernels in the first. */
const WARM_UP = 2;

const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);
const random = (shape) => Float32Array.from({ length: sizeOf(shape) }, () => 0.2 * (Math.random() - 0.5));
const filled = (size, fill) => ({ shape: [size], values: new Float32Array(size).fill(fill) });

/** The loss of a model of the lab's, with its running statistics as state. */
function lossOf(model) {
  return ({ inputs, params, state }) => {
    const moved = {};
    const towards = (name, seen) => {
      moved[name] = tf.add(tf.mul(state[name], 1 - MOMENTUM), tf.mul(seen, MOMENTUM));
    };
    const normalize = (layer, x) => {
      const { y, mean, variance } = batchNormTraining(x, params[`${layer}/gamma`], params[`${layer}/beta`]);
      towards(`${layer}/mean`, mean);
      towards(`${layer}/variance`, variance);
      return y;
    };
    const noise = Object.fromEntries(Object.keys(model.noise).map((name) => [name, inputs[`noise/${name}`]]));
    const logits = model.forward(params, inputs.images, normalize, noise);
    return {
      loss: tf.losses.softmaxCrossEntropy(tf.oneHot(inputs.labels, TASK.classes), logits),
      state: moved,
    };
  };
}

async function ours(model, noiseShapes) {
  const started = performance.now();
  const initial = (name, shape) =>
    name.endsWith("/gamma") ? filled(shape[0], 1) : { shape, values: random(shape) };
  const step = await compileTrainingStep({
    loss: lossOf(model),
    inputs: {
      images: { shape: [batch, TASK.height, TASK.width, TASK.channels], layout: "NCHW" },
      labels: { shape: [batch], dtype: "int32" },
      ...Object.fromEntries(Object.entries(noiseShapes).map(([name, shape]) => [`noise/${name}`, { shape }])),
    },
    params: Object.fromEntries(
      Object.entries(model.parameters).map(([name, { shape }]) => [name, initial(name, shape)]),
    ),
    state: Object.fromEntries(
      Object.entries(model.normalized).flatMap(([layer, channels]) => [
        [`${layer}/mean`, filled(channels, 0)],
        [`${layer}/variance`, filled(channels, 1)],
      ]),
    ),
    optimizer: adamw({ lr: 1e-3, weightDecay: lrScaled(1e-2) }),
    device: flags.device,
  });
  const compiled = (performance.now() - started) / 1000;
  const images = random([batch, TASK.channels, TASK.height, TASK.width]);
  const labels = Int32Array.from({ length: batch }, (_, i) => i % TASK.classes);
  const seconds = [];
  let loss = Number.NaN;
  for (let i = -WARM_UP; i < steps; i++) {
    const start = performance.now();
    ({ loss } = await step({ images, labels, ...drawNoise(model.noise, batch, 1, 1, i + WARM_UP) }));
    if (i >= 0) seconds.push((performance.now() - start) / 1000);
  }
  step.dispose();
  return { seconds, note: `compiled in ${compiled.toFixed(1)} s, last loss ${loss.toFixed(3)}` };
}

async function pytorch(name, model, noise) {
  const python = pythonWithTorch();
  if (python === undefined) return { note: "PyTorch is not to be had here" };
  const shapes = Object.fromEntries(Object.entries(model.parameters).map(([key, { shape }]) => [key, shape]));
  const peer = runPython(python, "gpu.py");
  const hello = await peer.ask({ model: name, batch, shapes, noise });
  if (hello?.version === undefined) return { note: hello?.missing ?? "PyTorch did not answer" };
  await peer.ask(WARM_UP);
  const result = await peer.ask(steps, 3600);
  peer.stop();
  return { seconds: result?.seconds, note: `${hello.version}, ${hello.device}` };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
if (flags.device === "webgpu") seeToVulkan();
if (pythonWithTorch() === undefined) {
  const peers = fileURLToPath(new URL("peers/peers.mjs", import.meta.url));
  spawnSync(process.execPath, [peers], { stdio: "inherit" });
}

const rows = [];
for (const name of flags.model) {
  const model = modelNamed(name, TASK);
  const noise = Object.fromEntries(
    Object.entries(model.noise).map(([key, { shape }]) => [key, shape(batch)]),
  );
  for (const [who, run] of [
    [`@lehr/engine, ${flags.device}`, () => ours(model, noise)],
    ["PyTorch, eager float32", () => pytorch(name, model, noise)],
  ]) {
    console.log(`${name}: ${who} ...`);
    const result = await run().catch((error) => ({ note: error.message }));
    rows.push({ name, who, ...result });
  }
}

const [first] = rows;
let training;
if (minutes > 0 && first.seconds?.length) {
  const { device, out: directory } = flags;
  const stepSeconds = median(first.seconds);
  training = await shortTraining({ model: first.name, batch, device, stepSeconds, minutes, directory });
}

console.log(
  `\nTraining steps, batch ${batch}, median of ${steps} after ${WARM_UP}, Node ${process.version}\n`,
);
console.log(`${"".padEnd(24)}${"".padEnd(26)}${"ms".padStart(10)}${"images/s".padStart(10)}`);
for (const { name, who, seconds, note } of rows) {
  const time = seconds?.length ? median(seconds) : undefined;
  const ms = time === undefined ? "-" : (1000 * time).toFixed(1);
  const rate = time === undefined ? "-" : (batch / time).toFixed(batch / time < 10 ? 2 : 0);
  console.log(`${name.padEnd(24)}${who.padEnd(26)}${ms.padStart(10)}${rate.padStart(10)}  ${note}`);
}
if (training !== undefined) console.log(`\n${first.name}, AdamW, cosine annealing: ${training}`);
