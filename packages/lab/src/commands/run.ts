import { Command } from "commander";
import { datasetNames } from "../data/datasetNames.js";
import type { Experiment } from "../experiments/experiment.js";
import { experiments } from "../experiments/index.js";
import type { PlanRequest } from "../experiments/plan.js";
import { modelNames } from "../models/modelNames.js";
import { optimizers } from "../optimizers.js";
import type { ErrorKind } from "../results.js";
import { collect, names, numbers, studyName, wholeNumber } from "./arguments.js";
import { errorOption } from "./errorOption.js";
import { reportPlace } from "./reportPlace.js";
import { storeOption } from "./storeOption.js";
import { datasetOf } from "./taskOptions.js";
import { tellingOf, tellingOptions } from "./tellingOptions.js";
import { type WorkOptions, workOptions, workOptionsOf } from "./workOptions.js";

interface Options extends WorkOptions {
  preset: string;
  optimizers?: string;
  learningRates?: string;
  weightDecays?: string;
  dataset?: string;
  task?: string;
  model?: string;
  trainSize?: string;
  epochs?: string;
  batchSize?: string;
  evaluateEvery?: string;
  error?: ErrorKind;
  seeds?: string;
  seed: string;
  name?: string;
  reuse?: string[];
  out?: string;
  store: string;
  json?: boolean;
  quiet?: boolean;
}

const list = (table: object) => Object.keys(table).join(", ");

/** `lehr run`: an experiment of the paper, from data to report. */
export function runCommand(): Command {
  const command = new Command("run")
    .summary("run an experiment of the paper and write its report")
    .description(
      "Runs an experiment of the paper on real data and writes its report. Interrupted, or killed, it goes on where " +
        "it was when the same command is given again.",
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
    .option("--dataset <name>", `one of ${datasetNames.join(", ")} (default: the preset's)`)
    .option("--task <module>", "a task of your own: data, network and loss, in TypeScript or JavaScript")
    .option("--model <name>", `one of ${modelNames.join(", ")} (default: the preset's)`)
    .option("--train-size <n>", "training examples (default: the preset's; all of your own)")
    .option("--epochs <n>", "passes over them (default: the preset's)")
    .option("--batch-size <n>", "examples in an update (default: the preset's)")
    .option("--evaluate-every <n>", "epochs between two looks at the test set (default: the preset's)")
    .addOption(errorOption("the preset's"))
    .option("--seeds <n>", "trainings of each cell, from so many seeds (default: the preset's)")
    .option("--seed <n>", "the first of them; all randomness comes from it", "1")
    .option("--name <name>", "what the study is called (default: <experiment>-<preset>)")
    .option("--out <directory>", "where the report goes (default: lehr-results/<name>)")
    .option(
      "--reuse <study or results.json>",
      "takes over what another study, with fewer seeds or another grid, say, has found of the same trials; may be repeated",
      collect,
    )
    .addOption(storeOption());
  return tellingOptions(workOptions(command, 0))
    .addHelpText(
      "after",
      `
Experiments and their presets:
${Object.values(experiments).map(describeExperiment).join("\n")}

Examples:
  lehr run decoupling
  lehr run decoupling --preset cpu --optimizers adam,adamw,sgd,sgdw --seeds 3
  lehr run decoupling --task ./my-task.ts --name mine
  lehr run decoupling --name small --optimizers adamw --learning-rates 0.001,0.004 --weight-decays 0,0.001 --epochs 5`,
    )
    .action(async (experiment: string, options: Options) => {
      // Loaded when there is something to run: help should not wait for a tensor library.
      const { planOf } = await import("../experiments/plan.js");
      const { runStudy } = await import("../study/runStudy.js");
      const plan = planOf({ experiment, ...requested(options) });
      const name = studyName("--name", options.name ?? `${plan.experiment}-${plan.preset}`);
      process.exitCode = await runStudy(
        { name, plan },
        {
          place: options.store,
          out: reportPlace(options.out, name),
          ...workOptionsOf(options, 0),
          ...(options.reuse !== undefined && { reuse: options.reuse }),
          ...tellingOf(options),
        },
      );
    });
}

function describeExperiment({ name, question, presets }: Experiment): string {
  const width = Math.max(...Object.keys(presets).map((preset) => preset.length));
  const lines = Object.entries(presets).map(
    ([preset, { summary }]) => `    ${preset.padEnd(width)} ${summary}`,
  );
  return [`  ${name}: ${question}`, ...lines].join("\n");
}

function requested(options: Options): Omit<PlanRequest, "experiment"> {
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
    ...datasetOf(options),
    ...(options.model !== undefined && { model: options.model }),
    ...(options.error !== undefined && { error: options.error }),
    ...count("train-size", options.trainSize),
    ...count("epochs", options.epochs),
    ...count("batch-size", options.batchSize),
    ...count("evaluate-every", options.evaluateEvery),
    ...count("seeds", options.seeds),
  };
}

const camelCase = (option: string) => option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
