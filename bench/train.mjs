/**
 * Images per second of whole training steps (forward, backward, AdamW) on noise of CIFAR-10's shape: ours,
 * PyTorch's where it is found (`npm run bench:peers`), TensorFlow.js'. Each contestant is a process; they take
 * turns, so that a busy machine slows all of them alike.
 *
 * Run with: npm run bench:train [-- --batch 64 --threads 1,2 --seconds 20 --patience 60
 *           --models cnn,shake-shake-14-2x16d,shake-shake-26-2x16d]
 */
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { modelNamed } from "../packages/lab/dist/models/index.js";
import { converse, pythonWithTorch, runPython } from "./peers/python.mjs";

const { values: flags } = parseArgs({
  options: {
    models: { type: "string", default: "cnn,shake-shake-14-2x16d,shake-shake-26-2x16d" },
    batch: { type: "string", default: "64" },
    threads: { type: "string", default: "1,2" },
    seconds: { type: "string", default: "20" },
    patience: { type: "string", default: "60" },
  },
});
const [batch, seconds, patience] = [flags.batch, flags.seconds, flags.patience].map(Number);

/** Seconds a contestant goes on for before the next has its turn. */
const TURN = 0.3;

/** Seconds a contestant may take to load and to compile. */
const LONGEST_START = 120;

const python = pythonWithTorch();

const node = (script, ...args) =>
  converse(process.execPath, [fileURLToPath(new URL(`contestants/${script}`, import.meta.url)), ...args]);

/** How each contestant is started, ours first. TensorFlow.js' cpu backend knows no threads. */
const contestants = (threads) => [
  { name: "@lehr/engine", start: () => node("lehr.mjs") },
  ...(python === undefined
    ? []
    : [{ name: "PyTorch", start: () => runPython(python, "contestant.py"), shapes: true }]),
  { name: "TensorFlow.js wasm", start: () => node("tensorflow.mjs", "wasm") },
  ...(threads === 1 ? [{ name: "TensorFlow.js cpu", start: () => node("tensorflow.mjs", "cpu") }] : []),
];

/** What PyTorch has to be told of a network. */
function shapesOf(name) {
  const model = modelNamed(name, { height: 32, width: 32, channels: 3, classes: 10 });
  const named = (specs, shapeOf) =>
    Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, shapeOf(spec)]));
  return {
    shapes: named(model.parameters, (spec) => spec.shape),
    noise: named(model.noise, (spec) => spec.shape(batch)),
  };
}

/** Starts a contestant and lets it take one step, to warm up and to see how long its turns should be. */
async function enter({ name, start, shapes }, model, threads) {
  const program = start();
  const task = { model, batch, threads, ...(shapes ? shapesOf(model) : {}) };
  const ready = await program.ask(task, LONGEST_START);
  const first = ready !== undefined && !ready.failure ? await program.ask(1, patience) : ready;
  const late = ready === undefined ? `${LONGEST_START} s to get ready` : `${patience} s for the first step`;
  const failure = first === undefined ? `skipped: over ${late}` : first.failure;
  if (failure !== undefined) program.stop();
  return {
    name: ready?.version ?? name,
    program,
    failure,
    readySeconds: ready?.readySeconds,
    steps: Math.max(1, Math.round(TURN / (first?.seconds?.[0] ?? TURN))),
    slowest: first?.seconds?.[0] ?? 0,
    times: [],
    busy: [],
    peakBytes: first?.peakBytes,
  };
}

async function race(model, threads) {
  const all = [];
  for (const contestant of contestants(threads)) all.push(await enter(contestant, model, threads));
  const racing = all.filter(({ failure }) => failure === undefined);
  const end = performance.now() + 1000 * seconds;
  do {
    for (const racer of racing) {
      // One step of the slowest is minutes of the others: it has its turn once.
      if (racer.times.length > 0 && racer.slowest > seconds / 8) continue;
      const turn = await racer.program.ask(racer.steps, 10 * patience);
      racer.times.push(...turn.seconds);
      racer.busy.push(turn.cpuSeconds);
      racer.peakBytes = turn.peakBytes;
    }
  } while (performance.now() < end);
  for (const { program } of racing) program.stop();
  return all;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[(numbers.length - 1) >> 1];

function table(model, threads, all) {
  const columns = ["ms", "images/s", "ours is", "CPU ms", "ours is", "peak MB", "ready s"];
  const row = (name, cells) => name.padEnd(24) + cells.map((cell) => cell.padStart(10)).join("");
  const [ours] = all;
  const lines = all.map(({ name, failure, times, busy, peakBytes, readySeconds }) => {
    if (failure !== undefined) return row(name, [`  ${failure}`]);
    const [time, cpu] = [median(times), median(busy)];
    return row(name, [
      (1000 * time).toFixed(1),
      (batch / time).toFixed(0),
      `${(time / median(ours.times)).toFixed(2)}x`,
      (1000 * cpu).toFixed(1),
      `${(cpu / median(ours.busy)).toFixed(2)}x`,
      (peakBytes / 2 ** 20).toFixed(0),
      readySeconds.toFixed(2),
    ]);
  });
  return [`\n${model}, batch ${batch}, ${threads} thread(s)`, row("", columns), ...lines].join("\n");
}

console.log(`${cpus().length} x ${cpus()[0].model}, Node ${process.version}`);
if (python === undefined) console.log("PyTorch is not here; npm run bench:peers says how to get it.");
for (const model of flags.models.split(","))
  for (const threads of flags.threads.split(",").map(Number))
    console.log(table(model, threads, await race(model, threads)));
console.log(
  '\nA step: forward, loss, backward, AdamW (Adam in TensorFlow.js). "ms" is the median by the clock, "CPU ms" the\n' +
    "median of processor time, all threads together, which a busy machine disturbs less; each with how many times as\n" +
    'fast ours is. "ready": compiling, where there is something to compile. TensorFlow.js wasm lacks the gradient of\n' +
    "filters; here it is composed of its own strided slices, concatenation and matrix product.\n",
);
