import { mustBe, show } from "../validation.js";
import type { FloatArray, Parameters } from "./arena.js";

function isFloatArray(value: unknown): value is FloatArray {
  return value instanceof Float32Array || value instanceof Float64Array;
}

/** @throws TypeError if a value is not a record. */
function checkRecord(owner: string, what: string, value: unknown): void {
  if (typeof value !== "object" || value === null || isFloatArray(value)) {
    throw mustBe(owner, what, "a record of arrays by name", value);
  }
}

/** @throws TypeError if something is given for a name that is no parameter's. */
function checkNames(owner: string, what: string, params: Parameters, given: object): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(params, name)) continue;
    const names = Object.keys(params).join(", ");
    throw new TypeError(`${owner}: ${what} of ${show(name)} matches no parameter; parameters are ${names}`);
  }
}

/** @throws TypeError if `params` is not a record of float arrays. */
export function checkParameters(owner: string, params: unknown): void {
  checkRecord(owner, "params", params);
  for (const [name, array] of Object.entries(params as Parameters)) {
    if (name === "__proto__") throw new TypeError(`${owner}: no parameter may be called ${show(name)}`);
    if (!isFloatArray(array)) {
      throw mustBe(owner, `parameter ${show(name)}`, "a Float32Array or Float64Array", array);
    }
  }
}

/** The shape of every parameter. @throws RangeError or TypeError if one does not fit, or is of no parameter. */
export function checkShapes<P extends Parameters>(
  owner: string,
  params: P,
  given: Readonly<Partial<Record<string, readonly number[]>>> = {},
): { readonly [Name in keyof P]: readonly number[] } {
  checkNames(owner, "shape", params, given);
  const shapes = Object.entries(params).map(([name, { length }]) => {
    const shape: unknown = Object.hasOwn(given, name) ? given[name] : [length];
    const sizes = Array.isArray(shape) ? (shape as number[]) : [Number.NaN];
    const whole = sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
    if (!whole || sizes.reduce((product, size) => product * size, 1) !== length) {
      throw new RangeError(
        `${owner}: shape of ${show(name)} must be an array of integers whose product is ${length}, ` +
          `got ${JSON.stringify(shape)}`,
      );
    }
    return [name, [...sizes]];
  });
  return Object.fromEntries(shapes);
}

/** @throws TypeError if gradients do not fit the parameters. */
export function checkGradients(owner: string, params: Parameters, gradients: Parameters): void {
  checkRecord(owner, "gradients", gradients);
  for (const [name, weights] of Object.entries(params)) {
    const gradient = gradients[name];
    if (gradient?.constructor !== weights.constructor || gradient.length !== weights.length) {
      throw mustBe(owner, `gradient of ${show(name)}`, `${show(weights)} like its parameter`, gradient);
    }
  }
  checkNames(owner, "gradient", params, gradients);
}
