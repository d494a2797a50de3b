import { Argument, Command } from "commander";

type Shell = "bash" | "zsh" | "fish";

/** `lehr completion`: what a shell needs to complete command lines. */
export function completionCommand(): Command {
  return new Command("completion")
    .summary("print a script that completes lehr's command lines")
    .description(
      "Prints a script for a shell that completes commands, options, their values and names of studies.",
    )
    .addArgument(new Argument("<shell>", "which one").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      `
Examples:
  eval "$(lehr completion bash)"       in ~/.bashrc
  eval "$(lehr completion zsh)"        in ~/.zshrc
  lehr completion fish > ~/.config/fish/completions/lehr.fish`,
    )
    .action(async (shell: Shell, _options: object, command: Command) => {
      const { commandTree } = await import("../completion/commandTree.js");
      const program = command.parent!;
      const tree = commandTree(program);
      console.log((await scriptMaker(shell))(program.name(), tree).trimEnd());
    });
}

async function scriptMaker(shell: Shell) {
  if (shell === "bash") return (await import("../completion/bash.js")).bashCompletion;
  if (shell === "zsh") return (await import("../completion/zsh.js")).zshCompletion;
  return (await import("../completion/fish.js")).fishCompletion;
}
