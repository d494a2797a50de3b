import { type Command, Option } from "commander";
import { decayNames, optimizers } from "../optimizers.js";
import { fixedOf } from "../search/variation.js";
import { scheduleNames } from "../training/schedules.js";
import type { OptionValue } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { collect, number, wholeNumber } from "./arguments.js";

/** How it is learned; what is left out is as the lab or `lehr` has it. */
export interface OptimizerOptions {
  optimizer?: string;
  schedule?: string;
  decay?: string;
  lr?: string;
  weightDecay?: string;
  decayOnlyMatrices?: boolean;
  clipNorm?: string;
  accumulate?: string;
  set?: string[];
}

/**
 * Adds `--optimizer`, `--schedule`, `--decay`, `--lr`, `--weight-decay`, `--decay-only-matrices`, `--clip-norm`,
 * `--accumulate` and `--set`.
 */
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
    .option("--decay-only-matrices", "spares biases and the scales of normalizations")
    .option("--clip-norm <number>", "scales the gradients of an update down to this norm, all together")
    .option("--accumulate <n>", "batches whose mean gradient makes an update (default: 1)")
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
  const { optimizer, schedule, decay, lr, weightDecay, decayOnlyMatrices, clipNorm, accumulate } = options;
  const values: Record<string, OptionValue> = {
    ...(optimizer !== undefined && { optimizer }),
    ...(schedule !== undefined && { schedule }),
    ...(decay !== undefined && { decay }),
    ...(lr !== undefined && { lr: number("--lr", lr) }),
    ...(weightDecay !== undefined && { weightDecay: number("--weight-decay", weightDecay) }),
    ...(decayOnlyMatrices !== undefined && { decayOnlyMatrices }),
    ...(clipNorm !== undefined && { clipNorm: number("--clip-norm", clipNorm) }),
    ...(accumulate !== undefined && { accumulate: wholeNumber("--accumulate", accumulate, 1) }),
  };
  for (const text of options.set ?? []) {
    const { name, value } = fixedOf(text);
    if (name in values) throw new UsageError(`${name} is given twice; set it once`);
    values[name] = value;
  }
  return values;
}
