import { Command } from "commander";
import type { Search } from "../search/searchPlan.js";
import { UsageError } from "../usageError.js";
import { collect, number, studyName, wholeNumber } from "./arguments.js";
import { fixedValues, type OptimizerOptions, optimizerOptions } from "./optimizerOptions.js";
import { reportPlace } from "./reportPlace.js";
import { storeOption } from "./storeOption.js";
import { type TaskOptions, taskOf, taskOptions } from "./taskOptions.js";
import { tellingOf, tellingOptions } from "./tellingOptions.js";
import { type WorkOptions, workOptions, workOptionsOf } from "./workOptions.js";

interface Options extends TaskOptions, OptimizerOptions, WorkOptions {
  vary?: string[];
  random?: string;
  halving?: string;
  firstRung?: string;
  epochs: string;
  evaluateEvery: string;
  seeds: string;
  name: string;
  reuse?: string[];
  out?: string;
  store: string;
  json?: boolean;
  quiet?: boolean;
}

/** `lehr search`: a study of one's own. */
export function searchCommand(): Command {
  const command = new Command("search")
    .summary("search for the settings that suit a network best")
    .description(
      "Trains a network with many settings of its optimizer, all combinations or drawn ones, and reports which suit it " +
        "best. Interrupted, or killed, it goes on where it was when the same command is given again.",
    )
    .option(
      "--vary <name=values>",
      "what to vary: lr, weightDecay, schedule, decay, optimizer, or an option of the optimizer; may be repeated",
      collect,
    )
    .option("--random <n>", "draws so many settings (default: runs every combination)")
    .option("--halving <factor>", "lets only the best 1/factor of the settings go on at each rung")
    .option("--first-rung <n>", "epochs until settings are compared for the first time (default: 1)");
  taskOptions(optimizerOptions(command))
    .option("--epochs <n>", "passes over the training examples", "20")
    .option("--evaluate-every <n>", "epochs between two looks at the test set", "1")
    .option("--seeds <n>", "trainings of each setting, from so many seeds", "1")
    .option("--name <name>", "what the study is called", "search")
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
Values of --vary:
  beta1=0.8,0.9          these; numbers, names, true and false
  lr=1e-4..1e-1:7        seven, from the first to the last, each a constant factor times the one before
  beta1=lin:0.8..0.95:4  four, in equal steps
  lr=1e-4..1e-1          any between them, by factors, for --random; lin:0.8..0.95 draws evenly

Examples:
  lehr search --vary lr=1e-4..1e-1:7 --vary weightDecay=0,1e-4,1e-3 --train-size 3000
  lehr search --optimizer sgd --set nesterov=true --vary lr=1e-3..1 --vary momentum=lin:0.5..0.99 --random 30
  lehr search --vary optimizer=adam,adamw,lion --vary lr=1e-4..1e-1:10 --halving 3 --first-rung 2 --seeds 3 --name three`,
    )
    .action(async (options: Options) => {
      const search = await searchAsked(options);
      const { runStudy } = await import("../study/runStudy.js");
      const { checkDevice } = await import("../training/checkDevice.js");
      for (const trial of search.trials) checkDevice(options.device, trial);
      const name = studyName("--name", options.name);
      process.exitCode = await runStudy(
        { name, ...search },
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

/** The search that the options ask for. @throws UsageError for what there is not. */
async function searchAsked(options: Options): Promise<Search> {
  const { searchOf } = await import("../search/searchPlan.js");
  const { variationOf } = await import("../search/variation.js");
  const { vary = [], random, halving, firstRung } = options;
  if (vary.length === 0)
    throw new UsageError("--vary says what to search over; lehr train trains one setting");
  if (firstRung !== undefined && halving === undefined) {
    throw new UsageError("--first-rung needs --halving <factor>");
  }
  const evaluateEvery = wholeNumber("--evaluate-every", options.evaluateEvery, 1);
  const factor = halving === undefined ? null : number("--halving", halving);
  if (factor !== null && factor < 2)
    throw new UsageError(`--halving must be a number >= 2, got "${halving}"`);
  return searchOf({
    task: { ...(await taskOf(options)), evaluateEvery },
    epochs: wholeNumber("--epochs", options.epochs, 1),
    seed: wholeNumber("--seed", options.seed, 0),
    seeds: wholeNumber("--seeds", options.seeds, 1),
    fixed: fixedValues(options),
    varied: vary.map(variationOf),
    random: random === undefined ? null : wholeNumber("--random", random, 1),
    halving: factor === null ? null : { factor, firstRung: wholeNumber("--first-rung", firstRung ?? "1", 1) },
  });
}
