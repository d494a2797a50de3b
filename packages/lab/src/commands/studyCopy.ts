import { Command } from "commander";
import { openStore } from "../store/openStore.js";
import { withoutPassword } from "../store/place.js";
import { UsageError } from "../usageError.js";
import { studyName } from "./arguments.js";
import { storeOption, withStore } from "./storeOption.js";

/** `lehr study copy`: a study into another store. */
export function copyCommand(): Command {
  return new Command("copy")
    .summary("copy a study to another store, or under another name")
    .description(
      "Copies a study with all that is kept of it, epochs, states to go on from and solutions, or not at all. What is being trained goes " +
        "on in the store it is in; in the copy it waits.",
    )
    .argument("<study>", "its name")
    .requiredOption("--to <url or file>", "the store to copy it to: a SQLite file or postgres://...")
    .option("--as <name>", "what the copy is called (default: the same)")
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Examples:
  lehr study copy mine --to postgres://lehr@db.example/lehr
  lehr study copy mine --store postgres://lehr@db.example/lehr --to mine.db --as from-the-cluster`,
    )
    .action(async (name: string, options: { to: string; as?: string; store: string }) => {
      const { unknownStudy } = await import("../study/storedStudy.js");
      const { to, store } = options;
      const newName = options.as === undefined ? name : studyName("--as", options.as);
      const study = await withStore(store, async (from) => {
        const found = await from.exportStudy(name);
        if (found === undefined) throw new UsageError(await unknownStudy(from, name));
        return found;
      });
      const target = await openStore(to);
      try {
        await target.importStudy({ ...study, spec: { ...study.spec, name: newName } });
      } finally {
        await target.close();
      }
      console.log(`${newName} is in ${withoutPassword(to)}, with ${study.trials.length} trials`);
    });
}
