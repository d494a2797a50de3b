import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm run bench:peers` puts a Python with PyTorch. */
export const environment = here("../../.venv/");

/** Whether a Python is there and has PyTorch. */
export const hasTorch = (python) => spawnSync(python, ["-c", "import torch"]).status === 0;

/** The first Python that has PyTorch: the virtual environment's, else the system's; undefined where none has. */
export function pythonWithTorch() {
  const candidates = [`${environment}bin/python`, "python3", "/usr/bin/python3"];
  return candidates.find(hasTorch);
}

/**
 * Starts a program that answers lines with lines of JSON. `ask` writes an object and resolves with the answer,
 * or undefined where none comes within `seconds`.
 */
export function converse(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], ...options });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // A program that has gone answers no more; what it was told then is lost.
  child.stdin.on("error", () => {});
  return {
    async ask(question, seconds = 600) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      let timer;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, seconds * 1000);
      });
      const line = await Promise.race([lines.next(), late]);
      clearTimeout(timer);
      return line?.value === undefined ? undefined : JSON.parse(line.value);
    },
    stop: () => child.kill(),
  };
}

/** One of the Python programs in this folder. */
export const runPython = (python, script) => converse(python, [here(script)]);
