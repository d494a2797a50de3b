/**
 * How fast trials go through the store when they take no time themselves, and how fast a large study is shown: in an
 * SQLite file and in PostgreSQL, one that is started here for the purpose unless an address is given.
 *
 * Run with: npm run bench:queue [-- --trials 1000,10000 --workers 1,2,4,8 --postgres postgres://user@host/database]
 * The database is filled with studies named "bench", which are deleted again.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import Sqlite from "libsql";
import pg from "pg";
import { openStore } from "../packages/lab/dist/store/openStore.js";

const { values: flags } = parseArgs({
  options: {
    trials: { type: "string", default: "1000,10000" },
    workers: { type: "string", default: "1,2,4,8" },
    postgres: { type: "string" },
  },
});
const numbers = (list) => list.split(",").map(Number);
const local = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The study that is shown. */
const LARGE = { trials: 10_000, epochs: 100 };

const directory = await mkdtemp(join(tmpdir(), "lehr-bench-"));

/** The engines: where a fresh store is, and how to run a statement past it. */
async function engines() {
  let files = 0;
  const sqlite = {
    name: "SQLite",
    place: async () => join(directory, `${files++}.db`),
    async run(place, statements) {
      const database = new Sqlite(place);
      for (const statement of statements) database.exec(statement);
      database.close();
    },
    stop: async () => {},
  };
  const server = flags.postgres === undefined ? await startPostgres() : undefined;
  if (server === undefined && flags.postgres === undefined) return [sqlite];
  const postgres = {
    name: "PostgreSQL",
    place: async () => flags.postgres ?? server.createDatabase(),
    async run(place, statements) {
      const client = new pg.Client(place);
      await client.connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    },
    stop: async () => server?.remove(),
  };
  return [sqlite, postgres];
}

/** The server that tests use; it is not part of the build, so it is compiled here. */
async function startPostgres() {
  const outfile = local("../packages/lab/dist/store/testing/postgres.js");
  await build({
    entryPoints: [local("../packages/lab/src/store/testing/postgres.ts")],
    outfile,
    format: "esm",
  });
  const { havePostgres, startPostgres: start } = await import(outfile);
  if (havePostgres) return start();
  console.log("PostgreSQL is not here: apt-get install postgresql, or give --postgres an address.");
  return undefined;
}

/** A study that only its name and the number of its trials say anything about. */
function studyOf(trials) {
  const trial = { series: "a", optimizer: "adamw", decay: "decoupled", schedule: "cosine" };
  const numbersOf = (i) => ({ learningRate: 1 / (1 + i), weightDecay: 0.1, options: {}, epochs: 1, seed: i });
  const spec = { name: "bench", plan: { experiment: "bench", preset: "bench" }, halving: null };
  return [spec, Array.from({ length: trials }, (_, i) => ({ ...trial, ...numbersOf(i) }))];
}

const secondsOf = async (job) => {
  const start = performance.now();
  await job();
  return (performance.now() - start) / 1000;
};

/** Puts a study in and lets workers loose on it. */
async function race(engine, trials, count) {
  const place = await engine.place();
  const store = await openStore(place);
  const addSeconds = await secondsOf(() => store.addStudy(...studyOf(trials)));
  const workers = Array.from({ length: count }, () => fork(local("contestants/trials.mjs"), [place]));
  const exits = workers.map((worker) => once(worker, "exit"));
  await Promise.all(workers.map((worker) => once(worker, "message")));
  let shares;
  const seconds = await secondsOf(async () => {
    for (const worker of workers) worker.send("go");
    shares = await Promise.all(workers.map(async (worker) => (await once(worker, "message"))[0]));
  });
  await Promise.all(exits);
  const [{ done }] = await store.studies();
  const handedOut = shares.reduce((sum, share) => sum + share, 0);
  if (done !== trials || handedOut !== trials) {
    throw new Error(`${engine.name}: ${done} of ${trials} trials done, ${handedOut} handed out`);
  }
  await store.removeStudy("bench");
  await store.close();
  return { addSeconds, rate: trials / seconds, least: Math.min(...shares) / (trials / count) };
}

/** How long the list of studies, the trials and the epochs of a large one take to read. */
async function show(engine) {
  const place = await engine.place();
  const store = await openStore(place);
  await store.addStudy(...studyOf(LARGE.trials));
  await engine.run(place, [
    "update trials set state = 'done', outcome = 'finished', test_error = 50",
    `with recursive counted (epoch) as
       (select 1 union all select epoch + 1 from counted where epoch < ${LARGE.epochs})
     insert into epochs select id, epoch, 0.1, 0.0, 1.0 / epoch, 1.0, 50.0, 5.0 from trials cross join counted`,
  ]);
  const reads = { studies: [], trials: [], epochs: [] };
  for (let i = 0; i < 5; i++) {
    for (const [name, times] of Object.entries(reads))
      times.push(await secondsOf(() => store[name]("bench")));
  }
  const removeSeconds = await secondsOf(() => store.removeStudy("bench"));
  await store.close();
  return [...Object.values(reads).map(median), removeSeconds];
}

const median = (times) => [...times].sort((a, b) => a - b)[(times.length - 1) >> 1];
const row = (name, cells) => name.padEnd(12) + cells.map((cell) => String(cell).padStart(14)).join("");

console.log(`${cpus().length} x ${cpus()[0].model}, Node ${process.version}\n`);
const all = await engines();
try {
  console.log(row("", ["trials", "workers", "trials/s", "least share", "s to add"]));
  for (const engine of all)
    for (const trials of numbers(flags.trials))
      for (const count of numbers(flags.workers)) {
        const { addSeconds, rate, least } = await race(engine, trials, count);
        console.log(
          row(engine.name, [trials, count, rate.toFixed(0), least.toFixed(2), addSeconds.toFixed(2)]),
        );
      }
  console.log(`\nA study of ${LARGE.trials} trials x ${LARGE.epochs} epochs, s to read`);
  console.log(row("", ["studies", "trials", "epochs", "s to delete"]));
  for (const engine of all)
    console.log(
      row(
        engine.name,
        (await show(engine)).map((seconds) => seconds.toFixed(3)),
      ),
    );
} finally {
  for (const engine of all) await engine.stop();
  await rm(directory, { recursive: true, force: true });
}
console.log(
  "\nA trial is taken, stores one epoch and ends: three transactions. Workers are processes that do nothing else.\n" +
    '"least share": what the worker with the fewest trials had, as a part of its fair share. Neither SQLite nor the\n' +
    "PostgreSQL started here waits for the disk at every transaction; a server that does is slower.\n",
);
