/**
 * Finds or sets up what the benchmarks compare with and the project does not depend on: PyTorch for the CPU.
 *
 * Run with: npm run bench:peers
 */
import { spawnSync } from "node:child_process";
import { environment, hasTorch, pythonWithTorch } from "./python.mjs";

const run = (command, ...args) => spawnSync(command, args, { stdio: "inherit" }).status === 0;

function install() {
  if (!run("python3", "-m", "venv", environment)) return false;
  const pip = [own, "-m", "pip", "install", "--retries", "0", "--timeout", "20"];
  return run(...pip, "numpy", "torch");
}

const own = `${environment}bin/python`;
if (!hasTorch(own)) install();
const python = pythonWithTorch();
if (python === undefined) {
  console.log(
    "\nPyTorch is not to be had: no Python here has it, and pip could not install it in .venv (see above).\n" +
      "On Debian and Ubuntu, `apt-get install python3-torch` brings it. The benchmarks run without it.",
  );
  process.exitCode = 1;
} else {
  const version = spawnSync(python, ["-c", "import torch; print(torch.__version__)"]).stdout;
  console.log(`PyTorch ${String(version).trim()} in ${python}`);
}
