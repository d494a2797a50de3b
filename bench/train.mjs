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
import { asked, numberOf } from "./commandLine.mjs";
import { converse } from "./peers/converse.mjs";
import { pythonWithTorch, runPython } from "./peers/python.mjs";

/** CIFAR-10's. */
const IMAGES = { height: 32, width: 32, channels: 3, classes: 10 };

const { models, batch, threadCounts, seconds, patience } = asked(() => {
  const { values } = parseArgs({
    options: {
      models: { type: "string", default: "cnn,shake-shake-14-2x16d,shake-shake-26-2x16d" },
      batch: { type: "string", default: "64" },
      threads: { type: "string", default: "1,2" },
      seconds: { type: "string", default: "20" },
      patience: { type: "string", default: "60" },
    },
  });
  const counted = { whole: true, least: 1 };
  return {
    models: values.models.split(",").map((name) => ({ name, model: modelNamed(name, IMAGES) })),
    batch: numberOf("batch", values.batch, counted),
    threadCounts: values.threads.split(",").map((text) => numberOf("threads", text, counted)),
    seconds: numberOf("seconds", values.seconds),
    patience: numberOf("patience", values.patience),
  };
});

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
function shapesOf(model) {
  const named = (specs, shapeOf) =>
    Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, shapeOf(spec)]));
  return {
    shapes: named(model.parameters, (spec) => spec.shape),
    noise: named(model.noise, (spec) => spec.shape(batch)),
  };
}

/** Starts a contestant and lets it take one step, to warm up and to see how long its turns should be. */
async function enter({ name: contestant, start, shapes }, { name, model }, threads) {
  const program = start();
  const racer = { name: contestant, program, times: [], busy: [] };
  const task = { model: name, batch, threads, ...(shapes ? shapesOf(model) : {}) };
  try {
    const { version, readySeconds } = await program.ask(task, LONGEST_START, "to get ready");
    Object.assign(racer, { name: version, readySeconds });
    const first = await program.ask(1, patience, "for the first step");
    const [slowest] = first.seconds;
    return { ...racer, slowest, steps: Math.max(1, Math.round(TURN / slowest)), peakBytes: first.peakBytes };
  } catch (error) {
    return { ...racer, failure: `skipped: ${error.message}` };
  }
}

/** Lets a contestant train for a turn; one that fails is out, with all it did. */
async function takeTurn(racer) {
  try {
    const turn = await racer.program.ask(racer.steps, 10 * patience, "for a turn");
    racer.times.push(...turn.seconds);
    racer.busy.push(turn.cpuSeconds);
    racer.peakBytes = turn.peakBytes;
  } catch (error) {
    Object.assign(racer, { failure: `given up: ${error.message}`, times: [], busy: [] });
  }
}

async function race(model, threads) {
  const all = [];
  for (const contestant of contestants(threads)) all.push(await enter(contestant, model, threads));
  // One step of the slowest is minutes of the others: it has its turn once.
  const isDue = ({ failure, times, slowest }) =>
    failure === undefined && (times.length === 0 || slowest <= seconds / 8);
  const end = performance.now() + 1000 * seconds;
  let due = all;
  do {
    due = all.filter(isDue);
    for (const racer of due) await takeTurn(racer);
  } while (due.length > 0 && performance.now() < end);
  await Promise.all(all.map(({ program }) => program.stop()));
  return all;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[(numbers.length - 1) >> 1];

/** How many times as fast as a contestant ours is. */
const ratio = (theirs, ours) => (ours.length === 0 ? "-" : `${(median(theirs) / median(ours)).toFixed(2)}x`);

function table(model, threads, all) {
  const columns = ["ms", "images/s", "ours is", "CPU ms", "ours is", "peak MB", "ready s"];
  const row = (name, cells) => name.padEnd(24) + cells.map((cell) => cell.padStart(10)).join("");
  const [ours] = all;
  const lines = all.map(({ name, failure, times, busy, peakBytes, readySeconds }) => {
    if (failure !== undefined) return row(name, [`  ${failure}`]);
    return row(name, [
      (1000 * median(times)).toFixed(1),
      (batch / median(times)).toFixed(0),
      ratio(times, ours.times),
      (1000 * median(busy)).toFixed(1),
      ratio(busy, ours.busy),
      (peakBytes / 2 ** 20).toFixed(0),
      readySeconds.toFixed(2),
    ]);
  });
  return [`\n${model}, batch ${batch}, ${threads} thread(s)`, row("", columns), ...lines].join("\n");
}

console.log(`${cpus().length} x ${cpus()[0].model}, Node ${process.version}`);
if (python === undefined) console.log("PyTorch is not here; npm run bench:peers says how to get it.");
for (const model of models)
  for (const threads of threadCounts) console.log(table(model.name, threads, await race(model, threads)));
console.log(
  '\nA step: forward, loss, backward, AdamW (Adam in TensorFlow.js). "ms" is the median by the clock, "CPU ms" the\n' +
    "median of processor time, all threads together, which a busy machine disturbs less; each with how many times as\n" +
    'fast ours is. "ready": compiling, where there is something to compile. TensorFlow.js wasm lacks the gradient of\n' +
    "filters; here it is composed of its own strided slices, concatenation and matrix product.\n",
);
