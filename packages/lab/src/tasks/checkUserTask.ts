import { elementCount, type ParameterSpec } from "../models/model.js";
import { UsageError } from "../usageError.js";
import type { AnyUserTask } from "./userTask.js";

/** The properties of a task: what kind each is, and whether it must be there. */
const properties: Readonly<Record<keyof AnyUserTask, readonly [kind: string, required: boolean]>> = {
  name: ["string", true],
  classes: ["number", false],
  data: ["function", true],
  parameters: ["object", true],
  normalized: ["object", false],
  noise: ["object", false],
  forward: ["function", true],
  losses: ["function", true],
  errors: ["function", false],
  augment: ["function", false],
};

const isExtent = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value is a shape: a list of positive integers. */
export const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every(isExtent);

/** A value in an error: short. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}

/**
 * A value as a task, if it is one as far as can be told without its data.
 *
 * @throws UsageError that says what is missing or wrong.
 */
export function checkUserTask(value: unknown): AnyUserTask {
  if (!isObject(value)) {
    throw new UsageError(`a task must be exported: export default defineTask({ ... }); got ${shown(value)}`);
  }
  for (const [name, [kind, required]] of Object.entries(properties)) {
    const found = value[name];
    if (found === undefined && !required) continue;
    const right = kind === "object" ? isObject(found) : typeof found === kind;
    if (!right) throw new UsageError(`${name} must be ${article(kind)} ${kind}, got ${shown(found)}`);
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(properties, name));
  if (unknown !== undefined) {
    throw new UsageError(`a task has no "${unknown}"; it has ${Object.keys(properties).join(", ")}`);
  }
  const task = value as unknown as AnyUserTask;
  if (task.name.trim() === "") throw new UsageError("name must not be empty");
  if (task.classes !== undefined && (!Number.isInteger(task.classes) || task.classes < 0)) {
    throw new UsageError(`classes must be a whole number >= 0, got ${shown(task.classes)}`);
  }
  checkParameters(task);
  checkNormalized(task);
  for (const [name, spec] of Object.entries(task.noise ?? {})) {
    if (typeof spec?.shape !== "function" || typeof spec.draw !== "function") {
      throw new UsageError(`noise "${name}" must have functions shape and draw, got ${shown(spec)}`);
    }
  }
  return task;
}

function checkParameters({ parameters }: AnyUserTask): void {
  const specs = Object.entries(parameters) as [string, Partial<ParameterSpec> | null][];
  if (specs.length === 0) throw new UsageError("parameters must hold at least one, got none");
  for (const [name, spec] of specs) {
    if (!isShape(spec?.shape)) {
      throw new UsageError(
        `shape of parameter "${name}" must be a list of positive integers, got ${shown(spec?.shape)}`,
      );
    }
    if (typeof spec?.initialize !== "function") {
      throw new UsageError(
        `parameter "${name}" must have a function initialize, got ${shown(spec?.initialize)}`,
      );
    }
  }
}

/** A normalized layer has a scale and a shift for each channel. */
function checkNormalized({ normalized = {}, parameters }: AnyUserTask): void {
  for (const [layer, channels] of Object.entries(normalized)) {
    if (!isExtent(channels)) {
      throw new UsageError(
        `channels of normalized layer "${layer}" must be a whole number >= 1, got ${shown(channels)}`,
      );
    }
    for (const name of [`${layer}/gamma`, `${layer}/beta`]) {
      const shape = Object.hasOwn(parameters, name) ? parameters[name]!.shape : undefined;
      if (shape?.length !== 1 || elementCount(shape) !== channels) {
        throw new UsageError(
          `normalized layer "${layer}" needs a parameter "${name}" of shape [${channels}], got ${shown(shape)}`,
        );
      }
    }
  }
}

const article = (kind: string) => (kind === "object" ? "an" : "a");
