/**
 * How much faster a real study is with more worker processes. Beside it, how much faster the same number of processes
 * get through the same training steps with no study around them, which is the most that workers can, and through plain
 * arithmetic, which needs neither memory nor wide registers.
 *
 * Run with: npm run bench:workers [-- --workers 1,2 --seeds 6]
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { converse } from "./peers/converse.mjs";

const { values: flags } = parseArgs({
  options: {
    workers: { type: "string", default: "1,2" },
    seeds: { type: "string", default: "6" },
  },
});
const counts = flags.workers.split(",").map(Number);
const local = (path) => fileURLToPath(new URL(path, import.meta.url));
const directory = await mkdtemp(join(tmpdir(), "lehr-bench-"));

const secondsOf = async (job) => {
  const start = performance.now();
  await job();
  return (performance.now() - start) / 1000;
};

async function run(script, args) {
  const child = fork(script, args, { cwd: directory, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${script} ${args.join(" ")} ended with ${code}`);
}

/** Trials of some seconds each, from the start of the command to the report. */
const cells = 4;
const trials = cells * Number(flags.seeds);
const study = (workers, name) =>
  run(local("../packages/lab/bin/lehr.js"), [
    ...["run", "decoupling", "--optimizers", "adamw", "--name", name, "--quiet"],
    ...["--learning-rates", "0.002,0.008", "--weight-decays", "0.0004,0.0016"],
    ...["--seeds", flags.seeds, "--workers", String(workers)],
  ]);

/** The same sums in each of so many processes at once. */
const arithmetic = (processes) =>
  Promise.all(Array.from({ length: processes }, () => run(local("contestants/arithmetic.mjs"), [])));

/** The study's training steps, so many in each of so many processes at once, when all are ready. */
async function secondsOfSteps(processes) {
  const programs = Array.from({ length: processes }, () =>
    converse(process.execPath, [local("contestants/lehr.mjs")]),
  );
  const all = (question) => Promise.all(programs.map((program) => program.ask(question)));
  try {
    await all({ model: "cnn", batch: 64, threads: 1 });
    await all(50); // To warm up.
    return await secondsOf(() => all(1500));
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
  }
}

try {
  await run(local("../packages/lab/bin/lehr.js"), [
    ...["train", "--train-size", "64", "--epochs", "1", "--quiet"], // Fetches the data.
  ]);
  console.log(`${cpus().length} x ${cpus()[0].model}, Node ${process.version}; ${trials} trials\n`);
  console.log("                                 times the first");
  console.log("workers        s   trials/s      study      steps   arithmetic");
  let first;
  for (const count of counts) {
    const seconds = await secondsOf(() => study(count, `workers-${count}`));
    const rates = {
      study: trials / seconds,
      steps: count / (await secondsOfSteps(count)),
      arithmetic: count / (await secondsOf(() => arithmetic(count))),
    };
    first ??= rates;
    const times = (of) => `${(rates[of] / first[of]).toFixed(2)}x`;
    console.log(
      String(count).padStart(7) +
        seconds.toFixed(1).padStart(9) +
        rates.study.toFixed(3).padStart(11) +
        times("study").padStart(11) +
        times("steps").padStart(11) +
        times("arithmetic").padStart(13),
    );
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
