import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The command as users have it, from the build. */
export const lehrCommand = fileURLToPath(new URL("../../bin/lehr.js", import.meta.url));

/** What a command left behind. */
export interface Outcome {
  code: number | string | null;
  stdout: string;
  stderr: string;
}

/** Runs `lehr` to its end. @param directory where; default: here. */
export function runLehr(args: readonly string[], directory?: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [lehrCommand, ...args], { cwd: directory }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? null) : 0, stdout, stderr });
    });
  });
}
