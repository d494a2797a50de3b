import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chmod, chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";

/** Where Debian keeps the newest PostgreSQL's programs; undefined where there is none. */
const programs = newestPrograms("/usr/lib/postgresql");

/** Whether tests can start a PostgreSQL here. */
export const havePostgres = programs !== undefined;

/** What to add to the name of tests that need PostgreSQL, so that a skipped one says why. */
export const postgresOrWhyNot = havePostgres
  ? "PostgreSQL"
  : "PostgreSQL (skipped: apt-get install postgresql)";

/** A PostgreSQL of the test's own. */
export interface TestPostgres {
  /** Makes an empty database. @returns its address. */
  createDatabase(): Promise<string>;
  /** Ends it in order: it closes every connection. */
  stop(): Promise<void>;
  /** Ends it as a power failure does. */
  kill(): Promise<void>;
  /** Starts it again after `stop` or `kill`, on the same port. */
  start(): Promise<void>;
  /** Ends it and deletes its files. */
  remove(): Promise<void>;
}

/** PostgreSQL refuses to be root, so root runs it as this user, "nobody". */
const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Seconds a server may take to accept connections. */
const longestStart = 30;

/** Starts a PostgreSQL in a temporary folder, on a free port of the loopback interface, careless about the disk. */
export async function startPostgres(): Promise<TestPostgres> {
  if (programs === undefined) throw new Error("PostgreSQL is not installed in /usr/lib/postgresql");
  const directory = await mkdtemp(join(tmpdir(), "lehr-postgres-"));
  await chmod(directory, 0o700);
  if (unprivileged.uid !== undefined) await chown(directory, unprivileged.uid, unprivileged.gid);
  const options = ["--pgdata", directory, "--username", "lehr", "--auth", "trust", "--no-sync"];
  const locale = ["--encoding", "UTF8", "--no-locale"];
  await promisify(execFile)(join(programs, "initdb"), [...options, ...locale], {
    cwd: directory,
    ...unprivileged,
  });
  const port = await freePort();
  const address = (database: string) => `postgres://lehr@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;
  let databases = 0;

  const end = async (signal: NodeJS.Signals) => {
    const ending = server;
    server = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exit = once(ending, "exit");
    ending.kill(signal);
    await exit;
  };
  const start = async () => {
    for (let waited = 0; ; waited += 0.05) {
      // After a kill the next server has to wait for the last process of the old one, and gives up meanwhile.
      if (server === undefined || server.exitCode !== null) server = serve(programs, directory, port);
      if (await answers(address("postgres"))) return;
      if (waited > longestStart) throw new Error(`PostgreSQL did not start within ${longestStart} s`);
      await sleep(50);
    }
  };
  const killOnExit = () => server?.kill("SIGKILL");
  process.once("exit", killOnExit);
  await start();

  return {
    start,
    stop: () => end("SIGINT"),
    kill: () => end("SIGKILL"),
    async createDatabase() {
      const name = `test${databases++}`;
      await query(address("postgres"), `create database ${name}`);
      return address(name);
    },
    async remove() {
      await end("SIGQUIT");
      process.off("exit", killOnExit);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function serve(programs: string, directory: string, port: number): ChildProcess {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    full_page_writes: "off",
    synchronous_commit: "off",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(join(programs, "postgres"), ["-D", directory, ...flags], {
    cwd: directory,
    stdio: "ignore",
    ...unprivileged,
  });
}

/** One statement, on a connection of its own. */
async function query(address: string, statement: string): Promise<void> {
  const client = new pg.Client(address);
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const answers = (address: string) =>
  query(address, "select 1").then(
    () => true,
    () => false,
  );

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  await once(listener, "close");
  if (address === null || typeof address === "string") throw new Error("no free port on 127.0.0.1");
  return address.port;
}

function newestPrograms(root: string): string | undefined {
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(root, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}
