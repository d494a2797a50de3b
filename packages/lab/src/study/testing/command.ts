import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { randomStream } from "../../random/randomStream.js";
import { uniform } from "../../random/uniform.js";
import { openStore } from "../../store/openStore.js";

/** The program behind the command `lehr`, as it was built. */
export const program = fileURLToPath(new URL("../../../bin/lehr.js", import.meta.url));

/** How a command ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly pid: number;
  /** What it has written to standard error by now. */
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

export interface StartOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** What to start the program with, such as `["ip", "netns", "exec", "somewhere"]`. */
  wrapper?: readonly string[];
  /** In a process group of its own, to which signals can be sent by its negative number. */
  detached?: boolean;
}

/** Starts `lehr` as a user does. */
export function startLehr(args: readonly string[], options: StartOptions = {}): Running {
  const { cwd, env = {}, wrapper = [], detached = false } = options;
  const [file, ...rest] = [...wrapper, process.execPath, program, ...args];
  const child = spawn(file!, rest, {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...env },
    detached,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  return {
    pid: child.pid!,
    stderr: () => stderr,
    kill: (signal) => child.kill(signal),
    ended: new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    }),
  };
}

/** Runs `lehr` to its end. */
export const lehr = (args: readonly string[], options?: StartOptions) => startLehr(args, options).ended;

/** A study of a table that trains in seconds: two optimizers, two learning rates, epochs of some hundred updates. */
export const smallStudy = (table: string) => [
  ...["run", "decoupling", "--dataset", `csv:${table}`, "--model", "mlp", "--train-size", "1600"],
  ...["--batch-size", "2", "--epochs", "5", "--learning-rates", "0.001,0.004", "--weight-decays", "0.001"],
  ...["--workers", "2", "--checkpoint-seconds", "1"],
];

/** What such a study is called. */
export const studyName = "decoupling-quick";

/** Resolves when a trial of it, or of another study, is being run. */
export async function untilRunning(place: string, study = studyName): Promise<void> {
  const store = await openStore(place);
  while (!(await store.trials(study)).some(({ state }) => state === "running")) await pause(20);
  await store.close();
}

/** Writes a table of three classes that overlap, so that there is something to learn and something to miss. */
export async function writeTable(path: string, rows = 2100): Promise<void> {
  const stream = randomStream(1, "table");
  const lines = Array.from({ length: rows }, (_, row) => {
    const [x, y] = [(row % 3) + 2 * uniform(stream), (row % 2) + 2 * uniform(stream)];
    return `${x.toFixed(4)},${y.toFixed(4)},class ${row % 3}`;
  });
  await writeFile(path, `x,y,label\n${lines.join("\n")}\n`);
}
