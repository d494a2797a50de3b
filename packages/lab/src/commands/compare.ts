import { Command } from "commander";
import { UsageError } from "../usageError.js";
import { storeOption, withStore } from "./storeOption.js";

/** `lehr compare`: studies side by side. */
export function compareCommand(): Command {
  return new Command("compare")
    .summary("set studies side by side")
    .description(
      "Shows what studies trained, what the grid of each of their series says, and how the cells that all have finished differ.",
    )
    .argument("<study>", "the study that the others are compared with")
    .argument("<study...>", "the others")
    .option("--json", "prints the comparison as JSON, all shared cells included")
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Series belong together where optimizer, options and decay convention agree, of several those whose schedule and epochs
do, too; cells where learning rate and weight decay do. Spreads of the best error are 95 % bootstrap intervals of the
mean over seeds, or of two or three seeds their range.

Examples:
  lehr compare seed-1 seed-2
  lehr compare decoupling-quick decoupling-cpu --json`,
    )
    .action(async (first: string, others: string[], options: { json?: true; store: string }) => {
      const names = [first, ...others];
      const twice = names.find((name, i) => names.indexOf(name) < i);
      if (twice !== undefined) throw new UsageError(`"${twice}" is named twice; compare different studies`);
      const { comparison } = await import("../compare/comparison.js");
      const { comparisonLines } = await import("./comparisonLines.js");
      const { readStudy } = await import("../study/storedStudy.js");
      const compared = await withStore(options.store, async (store) => {
        const all = [];
        for (const name of names) all.push(await readStudy(store, name));
        return comparison(all);
      });
      console.log(options.json ? JSON.stringify(compared, null, 2) : comparisonLines(compared).join("\n"));
    });
}
