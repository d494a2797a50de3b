import { show } from "../validation.js";
import type { FloatArray, Parameters } from "./arena.js";

function isFloatArray(value: unknown): value is FloatArray {
  return value instanceof Float32Array || value instanceof Float64Array;
}

/** @throws TypeError if `params` is not a record of float arrays. */
export function checkParameters(owner: string, params: unknown): void {
  if (typeof params !== "object" || params === null || isFloatArray(params)) {
    throw new TypeError(`${owner}: params must be a record of arrays by name, got ${show(params)}`);
  }
  for (const [name, array] of Object.entries(params)) {
    if (name === "__proto__") throw new TypeError(`${owner}: no parameter may be called ${show(name)}`);
    if (!isFloatArray(array)) {
      throw new TypeError(
        `${owner}: parameter ${show(name)} must be a Float32Array or Float64Array, got ${show(array)}`,
      );
    }
  }
}

/** The shape of every parameter. @throws RangeError if one does not fit, or is of no parameter. */
export function checkShapes<P extends Parameters>(
  owner: string,
  params: P,
  given: Readonly<Partial<Record<string, readonly number[]>>> = {},
): { readonly [Name in keyof P]: readonly number[] } {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(params, name)) continue;
    throw new RangeError(
      `${owner}: shape of ${show(name)} belongs to no parameter; parameters are ${Object.keys(params).join(", ")}`,
    );
  }
  const shapes = Object.entries(params).map(([name, { length }]) => {
    const shape: unknown = Object.hasOwn(given, name) ? given[name] : [length];
    const whole =
      Array.isArray(shape) &&
      shape.every((size: unknown) => Number.isSafeInteger(size) && (size as number) >= 0);
    if (!whole || (shape as number[]).reduce((product, size) => product * size, 1) !== length) {
      throw new RangeError(
        `${owner}: shape of ${show(name)} must be an array of integers whose product is ${length}, ` +
          `got ${Array.isArray(shape) ? `[${shape.join(", ")}]` : show(shape)}`,
      );
    }
    return [name, [...shape]];
  });
  return Object.fromEntries(shapes);
}

/** @throws TypeError or RangeError if gradients do not fit the parameters. */
export function checkGradients(owner: string, params: Parameters, gradients: Parameters): void {
  if (typeof gradients !== "object" || gradients === null) {
    throw new TypeError(`${owner}: gradients must be a record of arrays by name, got ${show(gradients)}`);
  }
  for (const [name, weights] of Object.entries(params)) {
    const gradient = gradients[name];
    if (gradient?.constructor !== weights.constructor) {
      throw new TypeError(
        `${owner}: gradient of ${show(name)} must be a ${weights.constructor.name} like its parameter, got ${show(gradient)}`,
      );
    }
    if (gradient.length !== weights.length) {
      throw new RangeError(
        `${owner}: gradient of ${show(name)} must have ${weights.length} elements like its parameter, got ${gradient.length}`,
      );
    }
  }
  for (const name of Object.keys(gradients)) {
    if (!Object.hasOwn(params, name)) {
      throw new TypeError(
        `${owner}: gradient of ${show(name)} belongs to no parameter; parameters are ${Object.keys(params).join(", ")}`,
      );
    }
  }
}
