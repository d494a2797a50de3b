import { checkRange, type Range } from "./validation.js";

/** A number, or a function of the 0-based update that gives one. */
export type Hyperparameter = number | ((step: number) => number);

/** Checks a hyper-parameter given as a number; a function is checked at every step, by `valueAt`. */
export function checkHyperparameter(
  owner: string,
  option: string,
  value: unknown,
  range: Range,
): Hyperparameter {
  if (typeof value === "function") return value as (step: number) => number;
  return checkRange(owner, option, value, { ...range, text: `${range.text} or a function of the step` });
}

/** The value in force at an update. @throws RangeError if a function gives a value out of range. */
export function valueAt(
  owner: string,
  option: string,
  value: Hyperparameter,
  step: number,
  range: Range,
): number {
  if (typeof value === "number") return value;
  return checkRange(owner, `${option} (of update ${step})`, value(step), range);
}
