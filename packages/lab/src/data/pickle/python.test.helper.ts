import { execFileSync } from "node:child_process";

/** Runs a Python program; what it writes to standard output. @throws Error if it fails. */
export function python(program: string, ...args: string[]): Buffer {
  return execFileSync("python3", ["-c", program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}

const runs = (program: string): boolean => {
  try {
    python(program);
    return true;
  } catch {
    return false;
  }
};

export const havePython = runs("");
export const haveNumpy = havePython && runs("import numpy");
