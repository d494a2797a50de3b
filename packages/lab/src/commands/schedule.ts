import { resolve } from "node:path";
import { Command, Option } from "commander";
import { decayNames } from "../optimizers.js";
import type { ScheduleCurve } from "../training/scheduleCurve.js";
import type { DecayName } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { number, wholeNumber } from "./arguments.js";

interface Options {
  epochs: string;
  updatesPerEpoch: string;
  warmup: string;
  lr: string;
  decay: DecayName;
  weightDecay?: string;
  svg?: string;
  json?: true;
}

/** `lehr schedule`: what a schedule does to learning rate and weight decay, drawn. */
export function scheduleCommand(): Command {
  return new Command("schedule")
    .summary("draw a learning-rate schedule")
    .description(
      "Draws the learning rate over a run, and the weight decay that a convention makes of it, in the terminal, as SVG or as numbers.",
    )
    .argument("<schedule>", "fixed, step-drop, cosine, restarts-<T0>-<mult>, or lehr's description as JSON")
    .option("--epochs <n>", "passes over the training examples", "100")
    .option("--updates-per-epoch <n>", "updates in each of them", "391")
    .option("--warmup <epochs>", "a linear warm-up ahead of the schedule, part of the run", "0")
    .option("--lr <number>", "the initial learning rate; 1 draws the schedule's own factor", "1")
    .addOption(
      new Option("--decay <convention>", "what --weight-decay means")
        .choices(decayNames)
        .default("decoupled"),
    )
    .option("--weight-decay <number>", "draws the decay too, for this lambda")
    .option("--svg <file>", "writes a picture instead of drawing in the terminal")
    .option("--json", "prints the points of the curve as JSON instead")
    .addHelpText(
      "after",
      `
Restarts: restarts-<T0>-<mult> anneals over T0 epochs, starts again, and takes mult times as long each time.
A description is what lehr's describeSchedule gives, in updates: '{"schedule": "cosine", "power": 2}'.

Examples:
  lehr schedule cosine --epochs 60 --warmup 5
  lehr schedule restarts-10-2 --epochs 150 --lr 0.001 --decay normalized --weight-decay 0.025
  lehr schedule step-drop --svg step-drop.svg`,
    )
    .action(async (name: string, options: Options) => {
      const { drawn, json } = await import("./scheduleOutput.js");
      const curve = await curveOf(name, options);
      const { svg } = options;
      if (svg !== undefined) await writePicture(resolve(svg), name, curve, decayLabel(options));
      if (options.json) console.log(json(name, curve, options));
      else if (svg === undefined) {
        const columns = process.stdout.isTTY ? process.stdout.columns || 80 : 80;
        console.log(drawn(name, curve, { columns, ...labelOf(options) }).join("\n"));
      }
    });
}

/** The curve that the options ask for. @throws UsageError for what there is not. */
export async function curveOf(
  name: string,
  options: Pick<Options, "epochs" | "updatesPerEpoch" | "warmup" | "lr" | "decay" | "weightDecay">,
): Promise<ScheduleCurve> {
  const { warmup } = await import("lehr");
  const { scheduleNamed } = await import("../training/schedules.js");
  const { scheduleCurve } = await import("../training/scheduleCurve.js");
  const epochs = wholeNumber("--epochs", options.epochs, 1);
  const updatesPerEpoch = wholeNumber("--updates-per-epoch", options.updatesPerEpoch, 1);
  const ramp = Math.round(number("--warmup", options.warmup) * updatesPerEpoch);
  const learningRate = number("--lr", options.lr);
  const updates = epochs * updatesPerEpoch;
  if (ramp >= updates) {
    throw new UsageError(
      `--warmup must be shorter than the ${epochs} epochs of the run, got ${options.warmup}`,
    );
  }
  const after = scheduleNamed(name)(updates - ramp, updatesPerEpoch);
  return scheduleCurve(ramp === 0 ? after : warmup(after, { updates: ramp }), {
    updates,
    updatesPerEpoch,
    learningRate,
    ...(options.weightDecay !== undefined && {
      decay: { name: options.decay, weightDecay: number("--weight-decay", options.weightDecay) },
    }),
  });
}

async function writePicture(path: string, name: string, curve: ScheduleCurve, label?: string): Promise<void> {
  const { drawSchedule } = await import("../report/scheduleFigure.js");
  const { standaloneFigure } = await import("../report/figure.js");
  const { writeFileAtomically } = await import("../files.js");
  const { fileError } = await import("../fileErrors.js");
  const text = { title: `Schedule ${name}`, description: "The course of a run by epoch." };
  const picture = standaloneFigure(drawSchedule(curve, label), text);
  await writeFileAtomically(path, picture).catch((error: unknown) => {
    throw fileError(error, path, "choose another --svg");
  });
}

const decayLabel = ({ decay, weightDecay }: Options): string | undefined =>
  weightDecay === undefined ? undefined : `weight decay (${decay}, lambda ${weightDecay})`;

function labelOf(options: Options): { decayLabel?: string } {
  const label = decayLabel(options);
  return label === undefined ? {} : { decayLabel: label };
}
