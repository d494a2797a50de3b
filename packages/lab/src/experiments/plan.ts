import { absoluteDataset } from "../data/datasetReference.js";
import { SMALL_BUDGET_SCALES } from "../measures/scale.js";
import { optimizers } from "../optimizers.js";
import type { ErrorKind, Series } from "../results.js";
import { checkTask, isOwnData } from "../tasks/checkTask.js";
import { isModule, moduleNamed, modulePath } from "../tasks/moduleReference.js";
import type { Task, Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import type { Preset } from "./experiment.js";
import { experiments } from "./index.js";

/** What a user may ask of an experiment; whatever is left out comes from the preset. */
export interface PlanRequest {
  experiment: string;
  preset: string;
  seed: number;
  seeds?: number;
  /** Names of series, or of optimizers for all series that use them. */
  optimizers?: readonly string[];
  learningRates?: readonly number[];
  weightDecays?: readonly number[];
  /** A dataset's name, or "module:" and the path of a user's own task. */
  dataset?: string;
  model?: string;
  trainSize?: number;
  epochs?: number;
  batchSize?: number;
  evaluateEvery?: number;
  error?: ErrorKind;
}

/** An experiment with every choice made. */
export interface Plan {
  experiment: string;
  preset: string;
  seed: number;
  /** Seeds of each cell: seed, seed + 1, ... */
  seeds: number;
  task: Task;
  series: Record<string, Series>;
  /** On which cells are compared, as far as the plan can say; see `scalesFor`. */
  scales: Preset["scales"];
  /** The test error that measures and reports are about; left out: top-1. */
  error?: ErrorKind;
}

/** @throws UsageError naming what is not known, and what is. */
export function planOf(request: PlanRequest): Plan {
  const experiment = pick("experiment", request.experiment, experiments);
  const preset = pick(`preset of ${experiment.name}`, request.preset, experiment.presets);
  const { seed, seeds = preset.seeds } = request;
  const series = chosenSeries(preset, request).map((name): [string, Series] => {
    const own = preset.series[name]!;
    return [
      name,
      {
        ...own,
        epochs: request.epochs ?? own.epochs,
        learningRates: unique(request.learningRates ?? own.learningRates),
        weightDecays: unique(request.weightDecays ?? own.weightDecays),
      },
    ];
  });
  const task = taskOf(preset, request);
  const error = request.error ?? preset.error ?? "top-1";
  checkTask(task); // Says here, before anything is done, that there is no such dataset or model.
  return {
    experiment: experiment.name,
    preset: request.preset,
    seed,
    seeds,
    task: { ...task, dataset: absoluteDataset(task.dataset) },
    series: Object.fromEntries(series),
    scales: kindOf(task.dataset) === kindOf(preset.task.dataset) ? preset.scales : SMALL_BUDGET_SCALES,
    ...(error !== "top-1" && { error }),
  };
}

/** "imagenet32" of "imagenet32:<folder>". */
const kindOf = (dataset: string) => dataset.split(":")[0];

function taskOf(preset: Preset, request: PlanRequest): Task {
  const { dataset: name, model, batchSize, evaluateEvery } = { ...preset.task, ...given(request) };
  if (request.dataset === undefined && name.includes("<")) {
    throw new UsageError(
      `preset ${request.preset} needs --dataset ${name}, the folder where you have its files`,
    );
  }
  const trainSize = request.trainSize ?? (isOwnData(name) ? null : preset.task.trainSize);
  const shared = { trainSize, subsetSeed: request.seed, batchSize, evaluateEvery };
  if (!isModule(name)) return { dataset: name, model, ...shared };
  if (request.model !== undefined) {
    throw new UsageError(`a task of your own brings its model; leave out --model ${request.model}`);
  }
  return { dataset: moduleNamed(modulePath(name)), model: "own", ...shared };
}

function chosenSeries(preset: Preset, { optimizers: asked }: PlanRequest): readonly string[] {
  const all = Object.keys(preset.series);
  if (asked === undefined) return preset.usual ?? all;
  const chosen = asked.flatMap((name) => {
    const named = all.filter((series) => series === name || preset.series[series]!.optimizer === name);
    if (named.length > 0) return named;
    pick("optimizer", name, optimizers);
    throw new UsageError(`this preset has no series of "${name}"; choose from ${all.join(", ")}`);
  });
  return unique(chosen);
}

/** The training runs of a plan: a whole grid of every series with one seed, then with the next. */
export function trialsOf({ series, seed, seeds }: Plan): Trial[] {
  return Array.from({ length: seeds }, (_, i) => seed + i).flatMap((trialSeed) =>
    Object.entries(series).flatMap(([name, { learningRates, weightDecays, ...setting }]) =>
      learningRates.flatMap((learningRate) =>
        weightDecays.map((weightDecay) => ({
          series: name,
          ...setting,
          learningRate,
          weightDecay,
          seed: trialSeed,
        })),
      ),
    ),
  );
}

/** The entry of a table by name. @throws UsageError listing the names there are. */
export function pick<T>(what: string, name: string, table: Readonly<Record<string, T>>): T {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  if (entry === undefined) {
    throw new UsageError(`unknown ${what} "${name}"; choose from ${Object.keys(table).join(", ")}`);
  }
  return entry;
}

/** A request without the fields that were left undefined. */
function given(request: PlanRequest): Partial<PlanRequest> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
