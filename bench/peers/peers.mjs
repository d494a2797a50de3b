/**
 * Finds or sets up what the benchmarks compare with and the project does not depend on: PyTorch.
 *
 * Run with: npm run bench:peers
 */
import { spawnSync } from "node:child_process";
import { hasTorch, ownPython, pythonWithTorch } from "./python.mjs";
import { installTorch } from "./torch.mjs";

if (!hasTorch(ownPython)) installTorch();
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
