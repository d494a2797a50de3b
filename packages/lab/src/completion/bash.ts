import type { CompletedCommand, Values } from "./commandTree.js";

/**
 * A script that completes a program's command lines in bash (3.2 and later), to be sourced.
 *
 * Names of studies are asked for when they are wanted. What comes out of a store is never evaluated, and quoted where
 * the shell would.
 */
export function bashCompletion(program: string, commands: readonly CompletedCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  return `# Completion of ${program} for bash.
_${program}_match() {
  local candidate
  while IFS= read -r candidate; do
    if [[ -n $candidate && $candidate == "$1"* ]]; then COMPREPLY+=("$2$(printf '%q' "$candidate")"); fi
  done
}
_${program}_studies() {
  ${program} study list --json 2>/dev/null | sed -n 's/^ *"name": "\\(.*\\)",\\{0,1\\}$/\\1/p'
}
_${program}() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= prefix= next i
  COMPREPLY=()
  # bash makes three words of --option=value.
  if [[ $word == = ]]; then word=
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${command:+$command }\${COMP_WORDS[i]}"
    case $next in
      ${paths.map(quoted).join("|")}) command=$next ;;
    esac
  done
  case "$command $before" in
${commands.flatMap((command) => command.options.flatMap((option) => (option.values === null ? [] : [valueCase(program, command.path, option.flags, option.values)]))).join("\n")}
  esac
  if [[ $word == -* ]]; then
    case $command in
${commands
  .map(
    ({ path, options }) =>
      `      ${quoted(path)}) ${match(
        program,
        options.flatMap(({ flags }) => flags),
      )} ;;`,
  )
  .join("\n")}
    esac
    return
  fi
  case $command in
${commands.map((command) => `    ${quoted(command.path)}) ${argumentWords(program, command)} ;;`).join("\n")}
  esac
}
complete -F _${program} ${program}
`;
}

function valueCase(program: string, path: string, flags: readonly string[], values: Values): string {
  const places = flags.map((flag) => quoted(`${path} ${flag}`)).join("|");
  return `    ${places}) ${suggest(program, values)}; return ;;`;
}

function argumentWords(program: string, { subcommands, values }: CompletedCommand): string {
  if (subcommands.length === 0) return suggest(program, values);
  return match(
    program,
    subcommands.map(({ name }) => name),
  );
}

/** What puts suggestions into COMPREPLY. */
function suggest(program: string, values: Values): string {
  const given = `_${program}_match "$word" ''`;
  switch (values.kind) {
    case "words":
      return match(program, values.words);
    case "list":
      return (
        `prefix=\${word%"\${word##*,}"}; compopt -o nospace 2>/dev/null; ` +
        `_${program}_match "\${word##*,}" "$prefix" <<< ${lines(values.words)}`
      );
    case "studies":
      return `${given} < <(_${program}_studies)`;
    case "files":
      return `compopt -o filenames 2>/dev/null; ${given} < <(compgen -f -- "$word")`;
    case "directories":
      return `compopt -o filenames 2>/dev/null; ${given} < <(compgen -d -- "$word")`;
    case "anything":
      return ":";
  }
}

const match = (program: string, words: readonly string[]) =>
  `_${program}_match "$word" '' <<< ${lines(words)}`;

/** Words, a line each, as one word of a script. */
const lines = (words: readonly string[]) =>
  `$'${words.map((word) => word.replace(/[\\']/g, "\\$&")).join("\\n")}'`;

/** Text as one word of a script. */
export const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
