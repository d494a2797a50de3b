/**
 * Images per second of training on the graphics processor: a Shake-Shake network with batch normalization's running
 * statistics under AdamW, everything kept in the device's memory, beside PyTorch (eager, float32) on the same
 * processor where it finds CUDA; and a training on the 100-epoch schedule, cut to the time given, which goes on when
 * this is called again. Needs a graphics driver, and fetches what else is missing: the Vulkan loader and PyTorch beside
 * NVIDIA's driver, CIFAR-10. Each measurement is a process of its own, so that none holds memory while another runs.
 * The table comes last.
 *
 * How long it takes: the minutes of the training, perhaps as much again where PyTorch (some GB) has to be fetched, and
 * a few for the rest. That is a guess: it has not been on a real card yet.
 *
 * Run with: npm run bench:gpu [-- --model shake-shake-26-2x32d --batch 128 --steps 50 --minutes 15
 *           --out lehr-results/gpu --device webgpu]
 * `--model` may be repeated, and the first is trained; `--minutes 0` trains none; `--device cpu` goes the same way on
 * one thread of the processor.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { modelNamed } from "@lehr/lab";
import { asked, numberOf } from "./commandLine.mjs";
import { converse } from "./peers/converse.mjs";
import { nvidiaDriver } from "./peers/nvidia.mjs";
import { hasTorch, ownPython, pythonWithCuda, pythonWithTorch, runPython } from "./peers/python.mjs";
import { installTorch } from "./peers/torch.mjs";
import { findAdapter } from "./peers/vulkan.mjs";
import { shortTraining } from "./shortTraining.mjs";

/** CIFAR-10's. */
const IMAGES = { height: 32, width: 32, channels: 3, classes: 10 };

/** Steps before the clock starts: the device compiles its kernels in the first. */
const WARM_UP = 2;

/** Seconds that may pass until a contestant is ready, until it is warm, and until it has taken its steps. */
const LONGEST = { start: 600, warmUp: 600, steps: 3600 };

const { models, batch, steps, device, minutes, directory } = asked(() => {
  const { values } = parseArgs({
    options: {
      model: {
        type: "string",
        multiple: true,
        default: ["shake-shake-26-2x32d", "shake-shake-26-2x64d"],
      },
      batch: { type: "string", default: "128" },
      steps: { type: "string", default: "50" },
      device: { type: "string", default: "webgpu" },
      minutes: { type: "string", default: "15" },
      out: { type: "string", default: "lehr-results/gpu" },
    },
  });
  if (!["webgpu", "cpu"].includes(values.device)) throw new Error("--device must be webgpu or cpu");
  return {
    models: values.model.map((name) => ({ name, model: modelNamed(name, IMAGES) })),
    batch: numberOf("batch", values.batch, { whole: true, least: 1 }),
    steps: numberOf("steps", values.steps, { whole: true, least: 1 }),
    device: values.device,
    minutes: numberOf("minutes", values.minutes),
    directory: values.out,
  };
});

const driver = nvidiaDriver();

/** The adapter's name, and whether it is software; ends the program where there is none. */
function adapterOrEnd() {
  try {
    return findAdapter();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

/** A Python whose PyTorch finds a graphics processor, installed where there is a card; else any with PyTorch. */
function pythonForGpu() {
  const python = pythonWithCuda();
  if (python !== undefined) return python;
  const installed = driver !== undefined && !hasTorch(ownPython) && installTorch();
  return (installed ? pythonWithCuda() : undefined) ?? pythonWithTorch();
}

/** The seconds of each step of a contestant, and what it says of itself. */
async function measure(program, task) {
  try {
    const ready = await program.ask(task, LONGEST.start, "to get ready");
    await program.ask(WARM_UP, LONGEST.warmUp, "for the first steps");
    const { seconds } = await program.ask(steps, LONGEST.steps, `for ${steps} steps`);
    return { seconds, ready };
  } finally {
    await program.stop();
  }
}

async function ours({ name }) {
  const script = device === "webgpu" ? "lehrWebgpu.mjs" : "lehr.mjs";
  const path = fileURLToPath(new URL(`contestants/${script}`, import.meta.url));
  const { seconds, ready } = await measure(converse(process.execPath, [path]), {
    model: name,
    batch,
    threads: 1,
  });
  return { seconds, note: `ready in ${ready.readySeconds.toFixed(1)} s` };
}

async function pytorch({ name, model }) {
  if (python === undefined) throw new Error("no Python here has PyTorch");
  const named = (specs, shapeOf) =>
    Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, shapeOf(spec)]));
  const { seconds, ready } = await measure(runPython(python, "gpu.py"), {
    model: name,
    batch,
    shapes: named(model.parameters, (spec) => spec.shape),
    noise: named(model.noise, (spec) => spec.shape(batch)),
    driver: driver ?? "none",
  });
  return { seconds, note: `${ready.version}, ${ready.device}` };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

function line({ name, who, seconds, note }) {
  const time = seconds === undefined ? undefined : median(seconds);
  const ms = time === undefined ? "-" : (1000 * time).toFixed(1);
  const rate = time === undefined ? "-" : (batch / time).toFixed(batch / time < 10 ? 2 : 0);
  return `${name.padEnd(24)}${who.padEnd(26)}${ms.padStart(10)}${rate.padStart(10)}  ${note}`;
}

const adapter = device === "webgpu" ? adapterOrEnd() : { name: "none, --device cpu", software: false };
const place = adapter.software ? "software" : device;
const about =
  `Adapter: ${adapter.name}${driver === undefined ? "" : `, NVIDIA's driver ${driver}`}` +
  (adapter.software
    ? "\nThis adapter is software on the processor: it says nothing of a graphics card."
    : "");
console.log(about);
const python = pythonForGpu();

const rows = [];
for (const model of models) {
  for (const [who, run] of [
    [`@lehr/engine, ${place}`, ours],
    ["PyTorch, eager float32", pytorch],
  ]) {
    console.log(`${model.name}: ${who} ...`);
    const row = { name: model.name, who, ...(await run(model).catch(({ message }) => ({ note: message }))) };
    console.log(line(row));
    rows.push(row);
  }
}

const [first] = rows;
const training =
  minutes > 0 && first.seconds !== undefined
    ? await shortTraining({ model: first.name, batch, device, minutes, directory })
    : undefined;

console.log(
  `\nTraining steps, batch ${batch}, median of ${steps} after ${WARM_UP}, Node ${process.version}\n${about}\n`,
);
console.log(`${"".padEnd(24)}${"".padEnd(26)}${"ms".padStart(10)}${"images/s".padStart(10)}`);
for (const row of rows) console.log(line(row));
if (first.seconds === undefined) process.exitCode = 1;
if (training !== undefined) console.log(`\n${first.name}, ${place}, AdamW, cosine annealing: ${training}`);
