import { elementCount } from "../models/model.js";
import { UsageError } from "../usageError.js";
import { isShape, shown } from "./checkUserTask.js";
import type { AnyExamples, ExampleArray } from "./examples.js";

/** The examples of a task. */
export interface TaskData {
  train: AnyExamples;
  test: AnyExamples;
}

const parts = ["train", "test"] as const;

/**
 * What a task's `data` brought, if it is whole.
 *
 * @throws UsageError that says which array is wrong, and what would be right.
 */
export function checkExamples(data: unknown): TaskData {
  for (const part of parts) checkPart(part, (data as Partial<TaskData> | null | undefined)?.[part]);
  const { train, test } = data as TaskData;
  const names = Object.keys(train.arrays);
  if (names.length !== Object.keys(test.arrays).length || names.some((name) => !(name in test.arrays))) {
    throw new UsageError(
      `train and test must hold the same arrays, got ${names.join(", ")} and ${Object.keys(test.arrays).join(", ")}`,
    );
  }
  for (const name of names) {
    const [first, second] = [train.arrays[name]!, test.arrays[name]!];
    if (described(first) !== described(second)) {
      throw new UsageError(
        `train and test must hold the same kind of "${name}", got ${described(first)} and ${described(second)}`,
      );
    }
  }
  return { train, test };
}

const described = ({ shape, values }: ExampleArray) =>
  `[${shape.join(", ")}] in ${values instanceof Int32Array ? "an Int32Array" : "a Float32Array"}`;

function checkPart(part: string, examples: Partial<AnyExamples> | null | undefined): void {
  const { size, arrays } = examples ?? {};
  if (!Number.isInteger(size) || size! < 1) {
    throw new UsageError(`size of the ${part} examples must be a whole number >= 1, got ${shown(size)}`);
  }
  if (typeof arrays !== "object" || arrays === null || Object.keys(arrays).length === 0) {
    throw new UsageError(
      `arrays of the ${part} examples must hold at least one by name, got ${shown(arrays)}`,
    );
  }
  for (const [name, array] of Object.entries(arrays)) checkArray(`${part} array "${name}"`, size!, array);
}

function checkArray(what: string, size: number, array: Partial<ExampleArray> | null): void {
  const { shape, values } = array ?? {};
  if (!isShape(shape)) {
    throw new UsageError(`shape of ${what} must be a list of positive integers, got ${shown(shape)}`);
  }
  if (!(values instanceof Float32Array) && !(values instanceof Int32Array)) {
    const got = (values as object | undefined)?.constructor?.name ?? shown(values);
    throw new UsageError(`values of ${what} must be a Float32Array or an Int32Array, got ${got}`);
  }
  const each = elementCount(shape);
  if (values.length !== size * each) {
    throw new UsageError(
      `${what} must hold ${size} examples of shape [${shape.join(", ")}], ${size * each} values; got ${values.length}`,
    );
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new UsageError(
      `${what} must hold finite numbers, got ${values[wrong]} in example ${Math.floor(wrong / each)}`,
    );
  }
}
