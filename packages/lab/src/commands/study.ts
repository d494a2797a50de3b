import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { isThere } from "../store/place.js";
import type { StudyOutline } from "../study/storedStudy.js";
import { UsageError } from "../usageError.js";
import { storeOption, withStore } from "./storeOption.js";
import { copyCommand } from "./studyCopy.js";
import { resumeCommand } from "./studyResume.js";

interface Options {
  json?: true;
  store: string;
}

/** `lehr study`: what a store holds. */
export function studyCommand(): Command {
  return new Command("study")
    .summary("list, show, resume, copy and delete studies")
    .description("Looks at the studies of a store, goes on with them, copies and deletes them.")
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(resumeCommand())
    .addCommand(copyCommand())
    .addCommand(deleteCommand())
    .addHelpText(
      "after",
      `
Examples:
  lehr study list
  lehr study show decoupling-quick
  lehr study resume decoupling-quick
  lehr study copy decoupling-quick --to postgres://lehr@db.example/lehr
  lehr study delete decoupling-quick --yes`,
    );
}

function listCommand(): Command {
  return new Command("list")
    .summary("list the studies, the newest first")
    .description(
      "Lists the studies of a store, the newest first, with how far they are and their best error.",
    )
    .option("--json", "prints them as JSON")
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Examples:
  lehr study list
  lehr study list --store postgres://lehr@db.example/lehr --json`,
    )
    .action(async ({ json, store }: Options) => {
      const { studyTable } = await import("./studyLines.js");
      const studies = (await isThere(store)) ? await withStore(store, (opened) => opened.studies()) : [];
      console.log(json ? JSON.stringify(studies, null, 2) : studyTable(studies, Date.now()).join("\n"));
    });
}

function showCommand(): Command {
  return new Command("show")
    .summary("show a study: plan, progress, failures, best cells")
    .description(
      "Shows what a study was to do, how far it is, who runs what, what went wrong, and what is best.",
    )
    .argument("<study>", "its name")
    .option("--json", "prints plan and trials as JSON")
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Examples:
  lehr study show decoupling-quick
  lehr study show decoupling-quick --json`,
    )
    .action(async (name: string, { json, store }: Options) => {
      const { readOutline } = await import("../study/storedStudy.js");
      const { studyLines } = await import("./studyLines.js");
      const study = await withStore(store, (opened) => readOutline(opened, name));
      const { spec, trials } = study;
      console.log(json ? JSON.stringify({ ...spec, trials }, null, 2) : studyLines(study).join("\n"));
    });
}

function deleteCommand(): Command {
  return new Command("delete")
    .summary("delete a study with all its trials")
    .description("Deletes a study with all its trials. Reports and exports that were written stay.")
    .argument("<study>", "its name")
    .option("--yes", "does not ask")
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Examples:
  lehr study delete decoupling-quick
  lehr study delete decoupling-quick --yes`,
    )
    .action(async (name: string, { yes, store }: { yes?: true; store: string }) => {
      const { readOutline } = await import("../study/storedStudy.js");
      await withStore(store, async (opened) => {
        const study = await readOutline(opened, name);
        if (!yes && !(await confirmed(deleteQuestion(study)))) {
          console.log(`${name} stays`);
          return;
        }
        await opened.removeStudy(name);
        console.log(`${name} is deleted`);
      });
    });
}

/** What to ask before a study is deleted. */
export function deleteQuestion({ spec, trials }: StudyOutline): string {
  const count = (state: string) => trials.filter((trial) => trial.state === state).length;
  const running = count("running");
  const busy = running === 0 ? "" : `, ${running} running`;
  return `Delete ${spec.name} with its ${trials.length} trials (${count("done")} done${busy})?`;
}

/** Asks on the terminal. @throws UsageError where there is none. */
async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError(`${question} Nobody is here to ask; --yes deletes it`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
