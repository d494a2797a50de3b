import { Command } from "commander";
import { storeOption } from "./storeOption.js";
import { type WorkOptions, workOptions, workOptionsOf } from "./workOptions.js";

interface Options extends WorkOptions {
  store: string;
  study?: string;
  untilDone?: boolean;
  quiet?: boolean;
}

/** `lehr worker`: trains what waits in a store, on this machine, beside any number of others. */
export function workerCommand(): Command {
  const command = new Command("worker")
    .summary("train what waits in a store, beside other workers")
    .description(
      "Takes trials from a store and trains them, as any number of other workers do at the same time, on this " +
        "machine or (with PostgreSQL) on others. A worker that dies gives its trial back.",
    )
    .addOption(storeOption())
    .option("--study <name>", "only trials of this study (default: of any)")
    .option("--until-done", "ends when nothing waits or runs any more (default: waits for more)")
    .option("--quiet", "tells only what goes wrong");
  return workOptions(command, 1)
    .addHelpText(
      "after",
      `
Examples:
  lehr worker --store postgres://lehr@db.example/lehr
  lehr worker --study decoupling-cpu --workers 2 --until-done`,
    )
    .action(async ({ store: place, study, untilDone = false, quiet = false, ...options }: Options) => {
      const { work } = await import("../study/work.js");
      process.exitCode = await work({ place, study, untilDone, quiet, ...workOptionsOf(options, 1) });
    });
}
