import { type Command, Option } from "commander";
import { decayNames, optimizers } from "../optimizers.js";
import { fixedOf } from "../search/variation.js";
import { scheduleNames } from "../training/schedules.js";
import type { OptionValue } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { collect, number } from "./arguments.js";

/** How it is learned; what is left out is as the lab or `lehr` has it. */
export interface OptimizerOptions {
  optimizer?: string;
  schedule?: string;
  decay?: string;
  lr?: string;
  weightDecay?: string;
  set?: string[];
}

/** Adds `--optimizer`, `--schedule`, `--decay`, `--lr`, `--weight-decay` and `--set`. */
export function optimizerOptions(command: Command): Command {
  return command
    .addOption(optimizerOption())
    .option("--schedule <name>", `one of ${scheduleNames.join(", ")}, or JSON (default: cosine)`)
    .addOption(
      new Option(
        "--decay <convention>",
        "what a weight decay means (default: what it means to the optimizer)",
      ).choices(decayNames),
    )
    .option("--lr <number>", "the initial learning rate (default: lehr's for the optimizer)")
    .option("--weight-decay <number>", "lambda, in the unit of --decay (default: 0)")
    .addOption(setOption());
}

/** `--optimizer`. */
export function optimizerOption(): Option {
  return new Option("--optimizer <name>", `one of ${Object.keys(optimizers).join(", ")} (default: adamw)`);
}

/** `--set`. */
export function setOption(): Option {
  return new Option(
    "--set <name=value>",
    "sets another option of the optimizer, by lehr's name; may be repeated",
  ).argParser(collect);
}

/** The values that the options fix, by the names that a search varies. @throws UsageError for what is none. */
export function fixedValues(options: OptimizerOptions): Record<string, OptionValue> {
  const { optimizer, schedule, decay, lr, weightDecay, set = [] } = options;
  const values: Record<string, OptionValue> = {
    ...(optimizer !== undefined && { optimizer }),
    ...(schedule !== undefined && { schedule }),
    ...(decay !== undefined && { decay }),
    ...(lr !== undefined && { lr: number("--lr", lr) }),
    ...(weightDecay !== undefined && { weightDecay: number("--weight-decay", weightDecay) }),
  };
  for (const text of set) {
    const { name, value } = fixedOf(text);
    if (name in values) throw new UsageError(`${name} is given twice; set it once`);
    values[name] = value;
  }
  return values;
}
