/**
 * Images per second of a small CNN's training step (forward, backward, loss and gradients), ours beside
 * TensorFlow.js, in one run. Contestants take turns, so that a busy machine slows all of them alike.
 *
 * Run with: npm run bench:train [-- --batch 64 --threads 1 --seconds 20]
 */
import { parseArgs } from "node:util";
import { batchNormTraining, compile } from "@lehr/engine";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { inference, normalizeByMoments, parameterShapes, randomArrays, trainingStep } from "./cnn.mjs";
import { setUpWasm } from "./wasm.mjs";

const { values: flags } = parseArgs({
  options: {
    batch: { type: "string", default: "64" },
    threads: { type: "string", default: "1" },
    seconds: { type: "string", default: "20" },
  },
});
const [batch, threads, seconds] = [Number(flags.batch), Number(flags.threads), Number(flags.seconds)];

const shapes = parameterShapes();
const arrays = {
  x: randomArrays({ x: [batch, 32, 32, 3] }).x,
  y: new Int32Array(batch),
  ...randomArrays(shapes),
};
arrays.y.forEach((_, i, y) => {
  y[i] = i % 10;
});

/** Milliseconds a contestant goes on for before the next has its turn. */
const LONGEST_TURN = 200;

/** Our engine with parameters and gradients in place. */
async function ours() {
  const spec = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]));
  const images = { shape: [batch, 32, 32, 3], layout: "NCHW" };
  const labels = { shape: [batch], dtype: "int32" };
  const normalize = (x, gamma, beta) => batchNormTraining(x, gamma, beta).y;
  const run = await compile(
    trainingStep(normalize),
    { x: images, y: labels, ...spec },
    { device: "cpu", threads },
  );
  const outputs = Object.fromEntries(
    Object.entries(shapes).map(([name]) => [`grad/${name}`, new Float32Array(arrays[name].length)]),
  );
  return () => run(arrays, { outputs });
}

/** Our engine, forward only. */
async function oursForward(images) {
  const statistics = Object.fromEntries(
    [1, 2, 3].flatMap((i) => [
      [`mean${i}`, shapes[`gamma${i}`]],
      [`variance${i}`, shapes[`gamma${i}`]],
    ]),
  );
  const all = { ...shapes, ...statistics };
  const spec = Object.fromEntries(Object.entries(all).map(([name, shape]) => [name, { shape }]));
  const x = { shape: [images, 32, 32, 3], layout: "NCHW" };
  const run = await compile(inference, { x, ...spec }, { device: "cpu", threads });
  const feeds = randomArrays({ x: x.shape, ...all });
  for (const i of [1, 2, 3]) feeds[`variance${i}`].fill(1);
  return () => run(feeds);
}

/** The same step on a TensorFlow.js backend, with its gradients read back. */
function onTensorFlow(backend) {
  const step = trainingStep(normalizeByMoments);
  return async () => {
    await tf.setBackend(backend);
    const results = tf.tidy(() =>
      step({
        x: tf.tensor(arrays.x, [batch, 32, 32, 3]),
        y: tf.tensor1d(arrays.y, "int32"),
        ...Object.fromEntries(
          Object.entries(shapes).map(([name, shape]) => [name, tf.tensor(arrays[name], shape)]),
        ),
      }),
    );
    for (const tensor of Object.values(results)) {
      tensor.dataSync();
      tensor.dispose();
    }
  };
}

const contestants = [{ name: "@lehr/engine", images: batch, step: await ours() }];
if (await setUpWasm(threads))
  contestants.push({ name: "TensorFlow.js wasm (*)", images: batch, step: onTensorFlow("wasm") });
if (threads === 1) contestants.push({ name: "TensorFlow.js cpu", images: batch, step: onTensorFlow("cpu") });
const forward = { name: "@lehr/engine, forward only, batch 500", images: 500, step: await oursForward(500) };

/** Takes turns until the time is spent; a contestant's figure is its median, its first step (warm-up) left out. */
async function race(all, milliseconds) {
  const times = all.map(() => []);
  const end = performance.now() + milliseconds;
  do {
    for (const [i, { step }] of all.entries()) {
      // One step of the slowest is minutes of the others: it has its turn once.
      if (times[i][0] > milliseconds / 4) continue;
      const turn = performance.now();
      do {
        const start = performance.now();
        await step();
        times[i].push(performance.now() - start);
      } while (performance.now() - turn < LONGEST_TURN);
    }
  } while (performance.now() < end);
  return times.map((t) => (t.length > 1 ? t.slice(1).sort((a, b) => a - b)[(t.length - 1) >> 1] : t[0]));
}

const medians = await race([...contestants, forward], seconds * 1000);
console.log(
  `\nTraining step of a small CNN, batch ${batch}, ${threads} thread(s), Node ${process.version}\n`,
);
console.log(`${"".padEnd(40)}${"ms".padStart(10)}${"images/s".padStart(12)}${"ours is".padStart(12)}`);
for (const [i, { name, images }] of [...contestants, forward].entries()) {
  const ratio = i < contestants.length ? `${(medians[i] / medians[0]).toFixed(1)}x` : "";
  const rate = ((1000 * images) / medians[i]).toFixed(0);
  console.log(
    `${name.padEnd(40)}${medians[i].toFixed(2).padStart(10)}${rate.padStart(12)}${ratio.padStart(12)}`,
  );
}
console.log(
  "\nStep: forward, loss, backward, gradients in the caller's arrays. Batch norm: closed form in ours, moments in\n" +
    "TensorFlow.js. (*) The wasm backend lacks the filter gradient of convolutions; here it is composed of its own\n" +
    "strided slices, concatenation and matrix product: the nearest setup that trains.\n",
);
