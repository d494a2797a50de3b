import { Command } from "commander";
import type { Check } from "../doctor/check.js";
import { storeOption } from "./storeOption.js";

/** `lehr doctor`: what this machine can do. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .summary("tell what this machine can do, and what is missing")
    .description(
      "Looks at processor, memory, disks, data, store and terminal, and trains for a moment. Exits with 1 where something fails that studies need.",
    )
    .option("--json", "prints what was found as JSON")
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Examples:
  lehr doctor
  lehr doctor --store postgres://lehr@localhost/studies`,
    )
    .action(async ({ json, store }: { json?: true; store: string }) => {
      const { examine } = await import("../doctor/examine.js");
      const checks: Check[] = [];
      const color = process.stdout.isTTY === true && process.env.TERM !== "dumb" && !process.env.NO_COLOR;
      for await (const check of examine(store)) {
        checks.push(check);
        // Line by line: should a driver end the process, it is seen where.
        if (!json) console.log(checkLines(check, color).join("\n"));
      }
      if (json) console.log(JSON.stringify(checks, null, 2));
      process.exitCode = checks.some(({ status }) => status === "fail") ? 1 : 0;
    });
}

const colors = { ok: 32, warn: 33, fail: 31 } as const;

/** A check as lines: what was found, and beneath it what to do. */
export function checkLines({ name, status, found, advice }: Check, color: boolean): string[] {
  const word = color ? `\u001b[${colors[status]}m${status}\u001b[0m` : status;
  const line = `${word}${" ".repeat(6 - status.length)}${name.padEnd(13)}${found}`;
  return advice === undefined ? [line] : [line, `${" ".repeat(19)}${advice}`];
}
