import { belowOne, checkFlag, checkRange, type Range, show } from "../../validation.js";

/** An option: its default, and what throws if a value is not allowed. */
export interface Option<Value> {
  readonly default: Value;
  check(owner: string, name: string, value: unknown): void;
}

export function option<Value>(value: Value, check: Option<Value>["check"]): Option<Value> {
  return { default: value, check };
}

export const number = (value: number, range: Range): Option<number> =>
  option(value, (owner, name, given) => void checkRange(owner, name, given, range));

export const flag = (value: boolean): Option<boolean> =>
  option(value, (owner, name, given) => void checkFlag(owner, name, given));

/** Two coefficients, each in [0, 1). */
export const betas = (first: number, second: number): Option<readonly [number, number]> =>
  option([first, second] as const, (owner, name, given) => {
    if (!Array.isArray(given) || given.length !== 2) {
      throw new RangeError(`${owner}: ${name} must be an array of two numbers in [0, 1), got ${show(given)}`);
    }
    given.forEach((beta, i) => {
      checkRange(owner, `${name}[${i}]`, beta, belowOne);
    });
  });
