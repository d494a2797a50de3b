import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const child = fileURLToPath(new URL("child.mjs", import.meta.url));

/**
 * Runs bundled test files in a fresh process.
 *
 * @returns the specs that ended, each with the bundled file it is in, and how the process did where that was not well.
 */
export function execute(setup, files, timeout = 300_000) {
  return new Promise((resolve) => {
    const running = spawn(process.execPath, [child, setup, ...files], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
    });
    let [text, errors] = ["", ""];
    running.stdout.on("data", (part) => {
      text += part;
    });
    running.stderr.on("data", (part) => {
      errors = (errors + part).slice(-2000);
    });
    running.on("close", (code, signal) => {
      const specs = text
        .split("\n")
        .filter((line) => line.startsWith('{"name"'))
        .map((line) => JSON.parse(line));
      const crash =
        code === 0
          ? undefined
          : `ended with ${signal ?? `code ${code}`}: ${errors.trim().split("\n").at(-1)}`;
      resolve({ specs, crash });
    });
  });
}
