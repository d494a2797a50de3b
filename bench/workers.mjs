/**
 * How much faster a real study is with more worker processes, beside how much faster the same number of processes get
 * through plain arithmetic on this machine: what its cores give is the most that workers can.
 *
 * Run with: npm run bench:workers [-- --workers 1,2 --seeds 2]
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: flags } = parseArgs({
  options: {
    workers: { type: "string", default: "1,2" },
    seeds: { type: "string", default: "2" },
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

try {
  await run(local("../packages/lab/bin/lehr.js"), [
    ...["train", "--train-size", "64", "--epochs", "1", "--quiet"], // Fetches the data.
  ]);
  console.log(`${cpus().length} x ${cpus()[0].model}, Node ${process.version}; ${trials} trials\n`);
  console.log("workers        s   trials/s   times the first   arithmetic, times the first");
  let first;
  for (const count of counts) {
    const seconds = await secondsOf(() => study(count, `workers-${count}`));
    const rates = { study: trials / seconds, arithmetic: count / (await secondsOf(() => arithmetic(count))) };
    first ??= rates;
    const times = (of) => `${(rates[of] / first[of]).toFixed(2)}x`;
    console.log(
      String(count).padStart(7) +
        seconds.toFixed(1).padStart(9) +
        rates.study.toFixed(3).padStart(11) +
        times("study").padStart(18) +
        times("arithmetic").padStart(30),
    );
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
