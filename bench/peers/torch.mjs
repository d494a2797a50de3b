import { spawnSync } from "node:child_process";
import { aptInstall } from "./apt.mjs";
import { environment, ownPython } from "./python.mjs";

const run = (command, ...args) => spawnSync(command, args, { stdio: "inherit" }).status === 0;

/** Debian's Python comes without what a virtual environment needs. */
const makeEnvironment = () =>
  run("python3", "-m", "venv", environment) ||
  (aptInstall("python3", "python3-venv") && run("/usr/bin/python3", "-m", "venv", environment));

/**
 * Installs PyTorch in the virtual environment, as pip finds it: for Linux on x86 that is the one for CUDA.
 *
 * @returns whether it could be had.
 */
export const installTorch = () =>
  makeEnvironment() && run(ownPython, "-m", "pip", "install", "numpy", "torch");
