import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Command } from "commander";
import type { Figure } from "../report/parts.js";
import type { Store } from "../store/store.js";
import { UsageError } from "../usageError.js";
import { number, wholeNumber } from "./arguments.js";
import { storeOption, withStore } from "./storeOption.js";

interface Options {
  trial?: string;
  points: string;
  range: string;
  "1d"?: true;
  svg?: string;
  png?: string;
  json?: true;
  threads: string;
  store: string;
}

/** `lehr landscape`: the loss around a solution, drawn. */
export function landscapeCommand(): Command {
  return new Command("landscape")
    .summary("draw the loss around a solution of a study")
    .description(
      "Draws the training loss around the weights of a trial, on the plane of two random directions in which every " +
        "filter is as large as the solution's own: of a solution that was kept, as the experiment flatness does, or of the " +
        "state in which a trial under way was stored last.",
    )
    .argument("<study>", "its name")
    .option(
      "--trial <n>",
      "its place in the plan, from 0 (default: the kept solution with the least test error, else the first state)",
    )
    .option("--points <n>", "losses along each direction", "25")
    .option("--range <number>", "how far to go, in filter norms", "1")
    .option("--1d", "goes along one direction only")
    .option("--svg <file>", "writes a picture (default: landscape.svg, unless another output is asked for)")
    .option("--png <file>", "writes the picture as PNG")
    .option("--json", "prints the losses as JSON")
    .option("--threads <n>", "threads that compute", String(availableParallelism()))
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Examples:
  lehr landscape flatness-quick
  lehr landscape flatness-quick --trial 3 --points 51 --png sharp.png
  lehr landscape flatness-quick --1d --range 2 --json`,
    )
    .action((study: string, options: Options) =>
      withStore(options.store, (store) => draw(store, study, options)),
    );
}

async function draw(store: Store, study: string, options: Options): Promise<void> {
  const points = wholeNumber("--points", options.points, 2);
  const range = number("--range", options.range);
  if (range === 0) throw new UsageError(`--range must be a number > 0, got "${options.range}"`);
  const threads = wholeNumber("--threads", options.threads, 1);
  const asked = options.trial === undefined ? undefined : wholeNumber("--trial", options.trial, 0);

  const { readOutline } = await import("../study/storedStudy.js");
  const { chosenTrial, weightsOf } = await import("../study/weightsOf.js");
  const { loadTask } = await import("../tasks/index.js");
  const { lossOfTask } = await import("../flatness/lossOfTask.js");
  const { planeThrough } = await import("../flatness/measureFlatness.js");
  const { landscape } = await import("../flatness/landscape.js");
  const { startProgress } = await import("../terminal/progressWriter.js");
  const { describeTrial } = await import("../study/trialWords.js");

  const stored = await readOutline(store, study);
  const record = await chosenTrial(store, stored, asked);
  const { spec } = stored;
  const task = await loadTask(spec.plan.task, { known: spec.task });
  const weights = await weightsOf(store, stored, record, task, threads);
  const [first, second] = planeThrough(task, weights);
  const title = describeTrial(record.trial);
  const total = options["1d"] ? points : points ** 2;
  const loss = await lossOfTask(task, { threads });
  const bar = startProgress({ label: title, total, unit: "points" });
  const found = await landscape(loss, weights, options["1d"] ? [first] : [first, second], {
    points,
    from: -range,
    to: range,
    progress: ({ done }) => bar.update(done),
  }).finally(() => {
    bar.end();
    loss.dispose();
  });

  const { landscapeFigure, landscapeLineFigure } = await import("../report/flatnessFigures.js");
  const figure = options["1d"]
    ? landscapeLineFigure([{ title, landscape: found }])
    : landscapeFigure([{ title, landscape: found }]);
  const { trial, position } = record;
  if (options.json) console.log(JSON.stringify({ study, position, trial, ...found }, null, 2));
  const nothing = options.json === undefined && options.png === undefined;
  const svg = options.svg ?? (nothing ? "landscape.svg" : undefined);
  for (const path of await written(figure, svg, options.png)) console.error(path);
}

async function written(figure: Figure, svg: string | undefined, png: string | undefined): Promise<string[]> {
  const { lightFigure, standaloneFigure } = await import("../report/figure.js");
  const { pngOfSvg } = await import("../report/png.js");
  const { writeFileAtomically } = await import("../files.js");
  const { fileError } = await import("../fileErrors.js");
  const paths: string[] = [];
  const write = async (option: string, path: string, contents: string | Uint8Array) => {
    await writeFileAtomically(path, contents).catch((error: unknown) => {
      throw fileError(error, path, `choose another ${option}`);
    });
    paths.push(path);
  };
  if (svg !== undefined) await write("--svg", resolve(svg), standaloneFigure(figure.drawing, figure));
  if (png !== undefined)
    await write("--png", resolve(png), await pngOfSvg(lightFigure(figure.drawing, figure)));
  return paths;
}
