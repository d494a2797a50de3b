import { decayNames, driven, optimizerOf, optimizers } from "../optimizers.js";
import { scheduleNamed } from "../training/schedules.js";
import type { DecayName, OptionValue, Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";

/** What distinguishes the trainings of a search, apart from their seeds. */
export type Setting = Pick<
  Trial,
  "optimizer" | "decay" | "schedule" | "learningRate" | "weightDecay" | "options"
>;

/** The names of what every optimizer has; all other names are options of its own. */
const COMMON = ["optimizer", "decay", "schedule", "lr", "weightDecay"];

/** Updates of a made-up epoch: whether a setting can be trained does not depend on their number. */
const UPDATES_PER_EPOCH = 10;

/**
 * A setting from values by name. Left out, `optimizer` is "adamw", `schedule` "cosine", `decay` the convention the
 * optimizer has in the lab, `lr` its rate in `lehr`, and `weightDecay` 0.
 *
 * @param epochs of the training.
 * @throws UsageError if there is no such optimizer, option or value of it; the message says what there is.
 */
export function settingOf(values: Readonly<Record<string, OptionValue>>, epochs: number): Setting {
  const optimizer = choice("optimizer", values.optimizer ?? "adamw", Object.keys(optimizers));
  const lab = optimizers[optimizer]!;
  const setting: Setting = {
    optimizer,
    decay: choice("decay", values.decay ?? lab.decay, decayNames) as DecayName,
    schedule: String(values.schedule ?? "cosine"),
    learningRate: numeric("lr", values.lr ?? usualRate(optimizer)),
    weightDecay: numeric("weightDecay", values.weightDecay ?? 0),
    options: Object.fromEntries(Object.entries(values).filter(([name]) => !COMMON.includes(name))),
  };
  check(setting, epochs);
  return setting;
}

/** Builds the optimizer and lets it hold one number, so that all it has to say against the setting is said. */
function check(setting: Setting, epochs: number): void {
  const run = { updates: epochs * UPDATES_PER_EPOCH, updatesPerEpoch: UPDATES_PER_EPOCH };
  const trial = { ...setting, series: setting.optimizer, epochs, seed: 0 };
  const schedule = scheduleNamed(setting.schedule)(run.updates, run.updatesPerEpoch);
  try {
    const params = { weight: new Float32Array(1) };
    driven(trial, optimizerOf(trial, schedule).bind(params, { shapes: { weight: [1] } }), run);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The learning rate that an optimizer has in `lehr` unless told otherwise. */
function usualRate(optimizer: string): OptionValue {
  const { lr } = optimizers[optimizer]!.factory({} as never);
  if (typeof lr !== "number") throw new UsageError(`${optimizer} has no learning rate of its own; set lr`);
  return lr;
}

function choice(what: string, value: OptionValue, choices: readonly string[]): string {
  if (typeof value === "string" && choices.includes(value)) return value;
  throw new UsageError(`unknown ${what} "${value}"; choose from ${choices.join(", ")}`);
}

function numeric(name: string, value: OptionValue): number {
  if (typeof value === "number") return value;
  throw new UsageError(`${name} must be a number, got "${value}"`);
}
