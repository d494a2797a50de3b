import { createInterface } from "node:readline";
import { modelNamed } from "../../packages/lab/dist/models/index.js";
import { initializeParameters } from "../../packages/lab/dist/models/initializers.js";

/**
 * A contestant's side of the benchmark. The first line of standard input is the task, {model, batch, threads};
 * `prepare` makes a training step of it. Each further line is a number of steps to train, answered with how
 * long each took, how busy the processor was, and the most memory the process has held.
 */
export async function answer(version, prepare) {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const say = (fields) => process.stdout.write(`${JSON.stringify(fields)}\n`);
  const task = JSON.parse((await lines.next()).value);
  const started = performance.now();
  try {
    const step = await prepare(materials(task));
    say({ version, readySeconds: (performance.now() - started) / 1000 });
    for await (const line of lines) {
      const seconds = [];
      const before = process.cpuUsage();
      for (let i = 0; i < Number(line); i++) {
        const start = performance.now();
        await step();
        seconds.push((performance.now() - start) / 1000);
      }
      const { user, system } = process.cpuUsage(before);
      const peakBytes = 1024 * process.resourceUsage().maxRSS;
      say({ seconds, cpuSeconds: (user + system) / 1e6 / seconds.length, peakBytes });
    }
  } catch (error) {
    say({ version, failure: String(error.message).split("\n")[0] });
  }
  process.exit();
}

/** The network, its starting weights and a batch of noise in place of images. */
function materials({ model: name, batch, threads }) {
  const task = { height: 32, width: 32, channels: 3, classes: 10 };
  const model = modelNamed(name, task);
  const images = Float32Array.from({ length: batch * 3072 }, () => Math.random() - 0.5);
  const labels = Int32Array.from({ length: batch }, (_, i) => i % task.classes);
  return {
    model,
    task,
    batch,
    threads,
    images,
    labels,
    parameters: initializeParameters(model.parameters, 1),
  };
}
