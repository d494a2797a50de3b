import { Command, CommanderError } from "commander";
import { compareCommand } from "./commands/compare.js";
import { completionCommand } from "./commands/completion.js";
import { doctorCommand } from "./commands/doctor.js";
import { exportCommand } from "./commands/export.js";
import { findLrCommand } from "./commands/findLr.js";
import { landscapeCommand } from "./commands/landscape.js";
import { reportCommand } from "./commands/report.js";
import { runCommand } from "./commands/run.js";
import { scheduleCommand } from "./commands/schedule.js";
import { searchCommand } from "./commands/search.js";
import { studyCommand } from "./commands/study.js";
import { trainCommand } from "./commands/train.js";
import { workerCommand } from "./commands/worker.js";
import { UsageError } from "./usageError.js";
import { version } from "./version.js";

/** Exit codes: 0 done, 1 something failed, 2 asked for something that does not exist, 130 interrupted. */
const program = new Command("lehr")
  .description("Shows what decoupled weight decay and learning-rate annealing do to a network, on real data.")
  .version(version, "-V, --version", "print the version")
  .addCommand(runCommand())
  .addCommand(searchCommand())
  .addCommand(trainCommand())
  .addCommand(findLrCommand())
  .addCommand(workerCommand())
  .addCommand(studyCommand())
  .addCommand(reportCommand())
  .addCommand(compareCommand())
  .addCommand(exportCommand())
  .addCommand(landscapeCommand())
  .addCommand(scheduleCommand())
  .addCommand(doctorCommand())
  .addCommand(completionCommand())
  .showHelpAfterError("(--help lists what there is)");

// Whoever reads may leave early, as `head` does; what is being trained goes on.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

for (const command of withSubcommands(program)) {
  command.exitOverride();
  // Help shows defaults as one would type them.
  for (const option of command.options) {
    if (option.defaultValue !== undefined) option.defaultValueDescription ??= String(option.defaultValue);
  }
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    console.error(`lehr: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
