import { bashCompletion } from "./bash.js";
import type { CompletedCommand } from "./commandTree.js";

/** A script that completes a program's command lines in zsh, to be sourced: zsh reads what is written for bash. */
export function zshCompletion(program: string, commands: readonly CompletedCommand[]): string {
  return `# Completion of ${program} for zsh, by its reading of bash's.
if ! whence compdef >/dev/null; then autoload -U compinit && compinit; fi
autoload -U bashcompinit && bashcompinit
${bashCompletion(program, commands)}`;
}
