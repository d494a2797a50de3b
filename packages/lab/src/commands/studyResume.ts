import { Command } from "commander";
import { isThere } from "../store/place.js";
import { reportPlace } from "./reportPlace.js";
import { noStudies, storeOption } from "./storeOption.js";
import { tellingOf, tellingOptions } from "./tellingOptions.js";
import { type WorkOptions, workOptions, workOptionsOf } from "./workOptions.js";

interface Options extends WorkOptions {
  out?: string;
  store: string;
  json?: boolean;
  quiet?: boolean;
  retryFailed?: boolean;
}

/** `lehr study resume`: goes on with a study. */
export function resumeCommand(): Command {
  const command = new Command("resume")
    .summary("go on with a study where it is, and write its report")
    .description("Trains what is left of a study and writes its report, as the command that began it would.")
    .argument("<study>", "its name")
    .option("--retry-failed", "runs trials again that have failed")
    .option("--out <directory>", "where the report goes (default: lehr-results/<study>)")
    .addOption(storeOption());
  return tellingOptions(workOptions(command, 0))
    .addHelpText(
      "after",
      `
Examples:
  lehr study resume decoupling-quick
  lehr study resume decoupling-quick --retry-failed
  lehr study resume mine --workers 4 --out so-far`,
    )
    .action(async (name: string, options: Options) => {
      const { store, out, retryFailed = false } = options;
      if (!(await isThere(store))) throw noStudies(store);
      const { resumeStudy } = await import("../study/runStudy.js");
      process.exitCode = await resumeStudy(name, {
        place: store,
        out: reportPlace(out, name),
        retryFailed,
        ...workOptionsOf(options, 0),
        ...tellingOf(options),
      });
    });
}
