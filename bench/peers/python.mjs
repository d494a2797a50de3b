import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { converse } from "./converse.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm run bench:peers` puts a Python with PyTorch. */
export const environment = here("../../.venv/");
export const ownPython = `${environment}bin/python`;

const runs = (python, program) => spawnSync(python, ["-c", program]).status === 0;

/** Whether a Python is there and has PyTorch. */
export const hasTorch = (python) => runs(python, "import torch");

const hasCuda = (python) => runs(python, "import torch; assert torch.cuda.is_available()");

const candidates = [ownPython, "python3", "/usr/bin/python3"];

/** The first Python that has PyTorch: the virtual environment's, else the system's; undefined where none has. */
export const pythonWithTorch = () => candidates.find(hasTorch);

/** The first whose PyTorch finds a graphics processor. */
export const pythonWithCuda = () => candidates.find(hasCuda);

/** One of the Python programs in this folder. */
export const runPython = (python, script) => converse(python, [here(script)]);
