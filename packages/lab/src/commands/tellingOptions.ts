import type { Command } from "commander";
import type { Telling } from "../study/studyEvents.js";

/** Adds `--json` and `--quiet`. */
export function tellingOptions(command: Command): Command {
  return command
    .option("--json", "prints what happens as a line of JSON each, and nothing else, on standard output")
    .option("--quiet", "shows neither progress nor findings, only what goes wrong");
}

/** The options alone. */
export function tellingOf({ json = false, quiet = false }: Telling): Required<Telling> {
  return { json, quiet };
}
