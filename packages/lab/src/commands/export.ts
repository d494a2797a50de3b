import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import type { ExportFormat } from "../export/exportStudy.js";
import { storeOption, withStore } from "./storeOption.js";

interface Options {
  format: ExportFormat;
  out: string;
  store: string;
}

/** `lehr export`: studies for other programs. */
export function exportCommand(): Command {
  return new Command("export")
    .summary("write studies for other programs: JSON, CSV, TensorBoard")
    .description("Writes what a store holds of studies, each into a folder of its own.")
    .argument("<study...>", "names of studies; lehr study list tells them")
    .addOption(
      new Option("--format <name>", "what to write")
        .choices(["json", "csv", "tensorboard"])
        .makeOptionMandatory(),
    )
    .option("--out <directory>", "where the folders go", join("lehr-results", "export"))
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Examples:
  lehr export my-study --format csv
  lehr export first second --format tensorboard --out runs && tensorboard --logdir runs`,
    )
    .action(async (studies: string[], { format, out, store }: Options) => {
      const { exportedFiles, writeExport } = await import("../export/exportStudy.js");
      const { folder } = await import("../export/runNames.js");
      const { readStudy } = await import("../study/storedStudy.js");
      await withStore(store, async (opened) => {
        // All are read before anything is written: a name that is not there leaves nothing behind.
        const stored = [];
        for (const name of new Set(studies)) stored.push(await readStudy(opened, name));
        for (const study of stored) {
          const directory = resolve(out, folder(study.spec.name));
          const files = exportedFiles(study, format);
          await writeExport(directory, files);
          console.log(`${directory}: ${files.length} ${files.length === 1 ? "file" : "files"}`);
        }
      });
    });
}
