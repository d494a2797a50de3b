import type { Argument, Command, Option } from "commander";
import { datasetNames } from "../data/datasetNames.js";
import { experiments } from "../experiments/index.js";
import { modelNames } from "../models/modelNames.js";
import { optimizers } from "../optimizers.js";
import { scheduleNames } from "../training/schedules.js";

/** What may stand in a place of the command line. */
export type Values =
  | { kind: "words"; words: readonly string[] }
  /** Several of them, separated by commas. */
  | { kind: "list"; words: readonly string[] }
  /** The names of the studies in the store. */
  | { kind: "studies" }
  | { kind: "files" }
  | { kind: "directories" }
  /** Nothing that could be suggested. */
  | { kind: "anything" };

export interface CompletedOption {
  /** "-h", "--help". */
  flags: readonly string[];
  summary: string;
  /** Null where it takes no value. */
  values: Values | null;
}

/** A command as completion sees it. */
export interface CompletedCommand {
  /** The words that lead to it, without the program's name: "", "study", "study list". */
  path: string;
  subcommands: readonly { name: string; summary: string }[];
  options: readonly CompletedOption[];
  /** What its arguments may be; one list for all of them. */
  values: Values;
}

/** A program's commands, itself first. */
export function commandTree(program: Command, path: readonly string[] = []): CompletedCommand[] {
  const { commands, options, registeredArguments } = program;
  return [
    {
      path: path.join(" "),
      subcommands: commands.map((command) => ({ name: command.name(), summary: command.summary() })),
      options: [
        ...options.map(completed),
        { flags: ["-h", "--help"], summary: "tell what there is", values: null },
      ],
      values: valuesOfArgument(registeredArguments[0]),
    },
    ...commands.flatMap((command) => commandTree(command, [...path, command.name()])),
  ];
}

function completed(option: Option): CompletedOption {
  return {
    flags: [option.short, option.long].filter((flag) => typeof flag === "string"),
    summary: option.description,
    values: option.required || option.optional ? valuesOfOption(option) : null,
  };
}

/** Names without a part that is to be filled in. */
const whole = (names: readonly string[]) => names.filter((name) => !name.includes("<"));

const presets = [...new Set(Object.values(experiments).flatMap((one) => Object.keys(one.presets)))];

/** What options of these names take, in every command that has them. */
const optionValues: Readonly<Record<string, Values>> = {
  "--preset": { kind: "words", words: presets },
  "--optimizers": { kind: "list", words: Object.keys(optimizers) },
  "--optimizer": { kind: "words", words: Object.keys(optimizers) },
  "--schedule": { kind: "words", words: whole(scheduleNames) },
  "--dataset": { kind: "words", words: whole(datasetNames) },
  "--model": { kind: "words", words: whole(modelNames) },
  "--task": { kind: "files" },
  "--study": { kind: "studies" },
  "--store": { kind: "files" },
  "--reuse": { kind: "files" },
  "--svg": { kind: "files" },
  "--to": { kind: "files" },
  "--save": { kind: "files" },
  "--png": { kind: "files" },
  "--out": { kind: "directories" },
};

const argumentValues: Readonly<Record<string, Values>> = {
  experiment: { kind: "words", words: Object.keys(experiments) },
  schedule: { kind: "words", words: whole(scheduleNames) },
  study: { kind: "studies" },
};

function valuesOfOption({ argChoices, long }: Option): Values {
  if (argChoices !== undefined) return { kind: "words", words: argChoices };
  return optionValues[long ?? ""] ?? { kind: "anything" };
}

function valuesOfArgument(argument: Argument | undefined): Values {
  if (argument?.argChoices !== undefined) return { kind: "words", words: argument.argChoices };
  return argumentValues[argument?.name() ?? ""] ?? { kind: "anything" };
}
