import { join } from "node:path";
import { Command } from "commander";
import type { ErrorKind } from "../results.js";
import { errorOption } from "./errorOption.js";
import { reportPlace } from "./reportPlace.js";
import { storeOption, withStore } from "./storeOption.js";

/** `lehr report`: the report of a study, written again. */
export function reportCommand(): Command {
  return new Command("report")
    .summary("write the report of a study again, without training")
    .description("Writes the report of what a study has done by now, and prints what it says.")
    .argument("<study>", "its name")
    .option("--out <directory>", "where the report goes (default: lehr-results/<study>)")
    .addOption(errorOption("the study's"))
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Examples:
  lehr report decoupling-quick
  lehr report search --error top-5 --out lehr-results/search-top-5
  lehr report decoupling-cpu --store postgres://lehr@db.example/lehr --out so-far`,
    )
    .action(async (name: string, options: { out?: string; error?: ErrorKind; store: string }) => {
      const { prepareOutputDirectory } = await import("../study/outputDirectory.js");
      const { reportStudy } = await import("../study/reportStudy.js");
      const { knownStudy } = await import("../study/storedStudy.js");
      const { checkError } = await import("../tasks/checkError.js");
      const out = reportPlace(options.out, name);
      await withStore(options.store, async (store) => {
        const { task } = await knownStudy(store, name); // Says that there is none, before a folder is made.
        checkError(options.error, task);
        await prepareOutputDirectory(out, name);
        const { lines } = await reportStudy(store, name, out, { error: options.error });
        console.log([...lines, "", `Report: ${join(out, "report.html")}`].join("\n"));
      });
    });
}
