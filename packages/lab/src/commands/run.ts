import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import type { Experiment } from "../experiments/experiment.js";
import { experiments } from "../experiments/index.js";
import { modelNames } from "../models/modelNames.js";
import { optimizers } from "../optimizers.js";
import { names, numbers, wholeNumber } from "./arguments.js";

interface Options {
  preset: string;
  optimizers?: string;
  learningRates?: string;
  weightDecays?: string;
  model?: string;
  trainSize?: string;
  epochs?: string;
  batchSize?: string;
  out?: string;
  workers: string;
  seed: string;
}

const list = (table: object) => Object.keys(table).join(", ");

/** `lehr run`: an experiment of the paper, from data to report. */
export function runCommand(): Command {
  return new Command("run")
    .summary("run an experiment of the paper and write its report")
    .description(
      "Runs an experiment of the paper on real CIFAR-10 and writes results.json, tables, figures and report.html.",
    )
    .argument("<experiment>", list(experiments))
    .option("--preset <name>", "the budget", "quick")
    .option(
      "--optimizers <names>",
      `which of ${list(optimizers)}, separated by commas (default: the preset's)`,
    )
    .option(
      "--learning-rates <numbers>",
      "the learning rates to try, separated by commas (default: the preset's)",
    )
    .option(
      "--weight-decays <numbers>",
      "the weight decays to try, in each optimizer's own unit (default: the preset's)",
    )
    .option("--model <name>", `one of ${modelNames.join(", ")} (default: the preset's)`)
    .option("--train-size <n>", "training images (default: the preset's)")
    .option("--epochs <n>", "passes over them (default: the preset's)")
    .option("--batch-size <n>", "images in an update (default: the preset's)")
    .option("--out <directory>", "where results go (default: lehr-results/<experiment>-<preset>)")
    .option("--workers <n>", "training processes, one thread each", String(availableParallelism()))
    .option("--seed <n>", "all randomness comes from it", "1")
    .addHelpText(
      "after",
      `
Experiments and their presets:
${Object.values(experiments).map(describeExperiment).join("\n")}

Examples:
  lehr run decoupling
  lehr run decoupling --preset cpu --optimizers adam,adamw,sgd,sgdw --out results/cpu
  lehr run decoupling --optimizers adamw --learning-rates 0.001,0.004 --weight-decays 0,0.001 --epochs 5`,
    )
    .action(async (experiment: string, options: Options) => {
      // Loaded when there is something to run: help should not wait for a tensor library.
      const { planOf } = await import("../experiments/plan.js");
      const { runStudy } = await import("../study/runStudy.js");
      const plan = planOf({ experiment, ...requested(options) });
      const workers = wholeNumber("--workers", options.workers, 1);
      const out = resolve(options.out ?? join("lehr-results", `${plan.experiment}-${plan.preset}`));
      process.exitCode = await runStudy(plan, { out, workers });
    });
}

function describeExperiment({ name, question, presets }: Experiment): string {
  const lines = Object.entries(presets).map(([preset, { summary }]) => `    ${preset.padEnd(6)} ${summary}`);
  return [`  ${name}: ${question}`, ...lines].join("\n");
}

function requested(options: Options) {
  const count = (option: string, text: string | undefined) =>
    text === undefined ? {} : { [camelCase(option)]: wholeNumber(`--${option}`, text, 1) };
  return {
    preset: options.preset,
    seed: wholeNumber("--seed", options.seed, 0),
    ...(options.optimizers !== undefined && { optimizers: names("--optimizers", options.optimizers) }),
    ...(options.learningRates !== undefined && {
      learningRates: numbers("--learning-rates", options.learningRates),
    }),
    ...(options.weightDecays !== undefined && {
      weightDecays: numbers("--weight-decays", options.weightDecays),
    }),
    ...(options.model !== undefined && { model: options.model }),
    ...count("train-size", options.trainSize),
    ...count("epochs", options.epochs),
    ...count("batch-size", options.batchSize),
  };
}

const camelCase = (option: string) => option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
