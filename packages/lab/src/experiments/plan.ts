import { modelMaker } from "../models/index.js";
import { optimizers } from "../optimizers.js";
import type { Task, Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import type { OptimizerGrid, Preset } from "./experiment.js";
import { experiments } from "./index.js";

/** What a user may ask of an experiment; whatever is left out comes from the preset. */
export interface PlanRequest {
  experiment: string;
  preset: string;
  seed: number;
  optimizers?: readonly string[];
  learningRates?: readonly number[];
  weightDecays?: readonly number[];
  model?: string;
  trainSize?: number;
  epochs?: number;
  batchSize?: number;
}

/** An experiment with every choice made. */
export interface Plan {
  experiment: string;
  preset: string;
  seed: number;
  task: Task;
  schedule: string;
  scales: Preset["scales"];
  /** The grid each optimizer covers, in the order they run. */
  grids: Record<string, OptimizerGrid>;
}

/** @throws UsageError naming what is not known, and what is. */
export function planOf(request: PlanRequest): Plan {
  const experiment = pick("experiment", request.experiment, experiments);
  const preset = pick(`preset of ${experiment.name}`, request.preset, experiment.presets);
  const { seed, learningRates, weightDecays } = request;
  const names = request.optimizers ?? preset.optimizers;
  const grids = names.map((name): [string, OptimizerGrid] => {
    pick("optimizer", name, optimizers);
    const grid = pick(`optimizer of ${experiment.name}`, name, preset.grids);
    return [
      name,
      {
        learningRates: unique(learningRates ?? grid.learningRates),
        weightDecays: unique(weightDecays ?? grid.weightDecays),
      },
    ];
  });
  const model = request.model ?? preset.task.model;
  modelMaker(model); // Says here, before anything is done, that there is no such model.
  const { trainSize, epochs, batchSize } = { ...preset.task, ...given(request) };
  return {
    experiment: experiment.name,
    preset: request.preset,
    seed,
    task: { model, trainSize, epochs, batchSize, subsetSeed: seed },
    schedule: preset.schedule,
    scales: preset.scales,
    grids: Object.fromEntries(grids),
  };
}

/** The training runs of a plan, optimizer by optimizer. */
export function trialsOf({ grids, schedule, seed }: Plan): Trial[] {
  return Object.entries(grids).flatMap(([optimizer, { learningRates, weightDecays }]) =>
    learningRates.flatMap((learningRate) =>
      weightDecays.map((weightDecay) => ({ optimizer, schedule, learningRate, weightDecay, seed })),
    ),
  );
}

/** The entry of a table by name. @throws UsageError listing the names there are. */
function pick<T>(what: string, name: string, table: Readonly<Record<string, T>>): T {
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
