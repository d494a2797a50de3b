import { Command, CommanderError } from "commander";
import { runCommand } from "./commands/run.js";
import { UsageError } from "./usageError.js";

/** Exit codes: 0 done, 1 something failed, 2 asked for something that does not exist, 130 interrupted. */
const program = new Command("lehr")
  .description("Shows what decoupled weight decay and learning-rate annealing do to a network, on real data.")
  .addCommand(runCommand())
  .showHelpAfterError("(--help lists what there is)");

for (const command of [program, ...program.commands]) command.exitOverride();

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
