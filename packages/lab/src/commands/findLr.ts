import { resolve } from "node:path";
import { Command } from "commander";
import type { FoundLearningRate } from "lehr";
import { UsageError } from "../usageError.js";
import { number, wholeNumber } from "./arguments.js";
import { fixedValues, type OptimizerOptions, optimizerOption, setOption } from "./optimizerOptions.js";
import { type TaskOptions, taskOf, taskOptions } from "./taskOptions.js";

interface Options extends TaskOptions, OptimizerOptions {
  from: string;
  to: string;
  updates: string;
  threads: string;
  svg?: string;
  json?: true;
}

/** `lehr find-lr`: the learning-rate range test. */
export function findLrCommand(): Command {
  const command = new Command("find-lr")
    .summary("find a learning rate by a range test")
    .description(
      "Trains for some updates while the learning rate grows, until the loss does, and suggests rates to begin with. " +
        "Nothing is stored.",
    );
  return taskOptions(command)
    .addOption(optimizerOption())
    .option("--weight-decay <number>", "lambda, in the optimizer's own unit (default: 0)")
    .addOption(setOption())
    .option("--from <number>", "the first learning rate", "1e-7")
    .option("--to <number>", "the last one", "10")
    .option("--updates <n>", "updates between them", "100")
    .option("--threads <n>", "threads to train with", "1")
    .option("--svg <file>", "writes a picture instead of drawing in the terminal")
    .option("--json", "prints suggestions and losses as JSON instead")
    .addHelpText(
      "after",
      `
Examples:
  lehr find-lr
  lehr find-lr --optimizer sgd --set momentum=0.9 --model resnet-20 --updates 200 --svg rates.svg
  lehr find-lr --dataset csv:flowers.csv --model mlp --json`,
    )
    .action(async (options: Options) => {
      const found = await findAsked(options);
      const { svg, json } = options;
      if (svg !== undefined) await writePicture(resolve(svg), found);
      if (json) console.log(JSON.stringify(found, null, 2));
      else {
        const { rangeTestLines } = await import("./rangeTestLines.js");
        const columns = process.stdout.isTTY ? process.stdout.columns || 80 : 80;
        console.log(rangeTestLines(found, svg === undefined ? columns : null).join("\n"));
      }
    });
}

async function findAsked(options: Options): Promise<FoundLearningRate> {
  const { settingOf } = await import("../search/setting.js");
  const { startProgress } = await import("../terminal/progressWriter.js");
  const { showDataProgress } = await import("../data/showProgress.js");
  const { loadTask } = await import("../tasks/index.js");
  const { rangeTest } = await import("../training/rangeTest.js");
  const seed = wholeNumber("--seed", options.seed, 0);
  const task = { ...(await taskOf(options)), evaluateEvery: 1, subsetSeed: seed };
  const setting = settingOf(fixedValues(options), 1);
  const range = {
    from: number("--from", options.from),
    to: number("--to", options.to),
    updates: wholeNumber("--updates", options.updates, 2),
    threads: wholeNumber("--threads", options.threads, 1),
  };
  if (!(range.from > 0 && range.to > range.from)) {
    throw new UsageError(
      `--to must be more than --from, and that more than 0, got ${options.from} to ${options.to}`,
    );
  }
  const loaded = await loadTask(task, { onProgress: showDataProgress() });
  const progress = startProgress({ label: "range test", total: range.updates, unit: "updates" });
  try {
    return await rangeTest(
      loaded,
      { ...setting, series: setting.optimizer, epochs: 1, seed },
      { ...range, batchSize: task.batchSize, onUpdate: progress.update },
    );
  } finally {
    progress.end();
  }
}

async function writePicture(path: string, found: FoundLearningRate): Promise<void> {
  const { drawRangeTest } = await import("../report/rangeTestFigure.js");
  const { standaloneFigure } = await import("../report/figure.js");
  const { writeFileAtomically } = await import("../files.js");
  const { fileError } = await import("../fileErrors.js");
  const text = {
    title: "Learning-rate range test",
    description: "Training loss over the learning rate; dotted lines are the suggested rates.",
  };
  await writeFileAtomically(path, standaloneFigure(drawRangeTest(found), text)).catch((error: unknown) => {
    throw fileError(error, path, "choose another --svg");
  });
}
