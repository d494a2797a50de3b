import type { CompletedCommand, CompletedOption, Values } from "./commandTree.js";

/** A script that completes a program's command lines in fish, with what everything means; to be sourced. */
export function fishCompletion(program: string, commands: readonly CompletedCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  return `# Completion of ${program} for fish.
function __${program}_at
    set -l path
    for word in (commandline -opc)[2..]
        set -l next (string join -- ' ' $path $word)
        if contains -- $next ${paths.map(quoted).join(" ")}
            set path $next
        end
    end
    test "$path" = "$argv"
end
function __${program}_studies
    ${program} study list --json 2>/dev/null | string replace -rf '^ *"name": "(.*)",?$' '$1'
end
complete -c ${program} -f
${commands.flatMap((command) => linesOf(program, command)).join("\n")}
`;
}

function linesOf(program: string, { path, subcommands, options, values }: CompletedCommand): string[] {
  const start = `complete -c ${program} -n ${quoted(`__${program}_at ${quoted(path)}`)}`;
  const named = subcommands.map(({ name, summary }) => `${start} -a ${quoted(name)} -d ${quoted(summary)}`);
  const found = subcommands.length === 0 ? suggested(program, values) : "";
  return [
    ...named,
    ...(found === "" ? [] : [`${start} ${found}`]),
    ...options.map((option) => `${start} ${optionWords(program, option)}`),
  ];
}

function optionWords(program: string, { flags, summary, values }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const taken = values === null ? [] : ["-r", suggested(program, values)];
  return [...names, ...taken, `-d ${quoted(summary)}`].filter((word) => word !== "").join(" ");
}

function suggested(program: string, values: Values): string {
  switch (values.kind) {
    case "words":
      return `-a ${quoted(values.words.join(" "))}`;
    case "list":
      return `-a ${quoted(`(__fish_append , ${values.words.join(" ")})`)}`;
    case "studies":
      return `-a ${quoted(`(__${program}_studies)`)}`;
    case "files":
      return "-F";
    case "directories":
      return `-a ${quoted("(__fish_complete_directories (commandline -ct))")}`;
    case "anything":
      return "";
  }
}

/** Text as one word of a script. */
const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
