import { checkMatchesSome, type Match } from "../match.js";
import { checkRecord, mustBe, show, wholeNumber } from "../validation.js";
import type { FloatArray, Parameters } from "./arena.js";
import { mapValues } from "./byName.js";
import { dtypeOf } from "./dtype.js";

const arrays = "a record of arrays by name";

/** @throws TypeError if something is given for a name that is no parameter's. */
function checkNames(owner: string, what: string, params: Parameters, given: object): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(params, name)) continue;
    const names = Object.keys(params).join(", ");
    throw new TypeError(`${owner}: ${what} of ${show(name)} matches no parameter; parameters are ${names}`);
  }
}

/** @throws TypeError if `params` is not a record of float arrays, RangeError if two of them share memory. */
export function checkParameters(owner: string, params: unknown): void {
  checkRecord(owner, "params", arrays, params);
  for (const [name, array] of Object.entries(params as Parameters)) {
    if (name === "__proto__") throw new TypeError(`${owner}: no parameter may be called ${show(name)}`);
    if (!dtypeOf(array)) {
      throw mustBe(owner, `parameter ${show(name)}`, "a Float32Array or Float64Array", array);
    }
  }
  checkApart(owner, params as Parameters);
}

/** @throws RangeError if two parameters share memory: each step would change it twice. */
function checkApart(owner: string, params: Parameters): void {
  const before = new Map<ArrayBufferLike, { name: string; end: number }>();
  const byOffset = Object.entries(params).sort(([, a], [, b]) => a.byteOffset - b.byteOffset);
  for (const [name, { buffer, byteOffset, byteLength }] of byOffset) {
    const last = before.get(buffer);
    if (byteLength === 0) continue;
    if (last && last.end > byteOffset) {
      throw new RangeError(
        `${owner}: parameters ${show(last.name)} and ${show(name)} must not share memory; ` +
          "bind a tied weight under one name, and add up its gradients there",
      );
    }
    before.set(buffer, { name, end: byteOffset + byteLength });
  }
}

/** Shapes of parameters for which `bind` was given none: all are vectors, and matrices cannot be told by them. */
const guessed = new WeakSet<object>();

/**
 * @param shapes of a bound optimizer.
 * @throws RangeError if a pattern or a name means no parameter; if a predicate means none, only where no shapes
 *   were given: `matrices` of a model of vectors may.
 */
export function checkWhere(
  owner: string,
  option: string,
  where: Match,
  shapes: Readonly<Record<string, readonly number[]>>,
): void {
  if (typeof where !== "function" || guessed.has(shapes)) checkMatchesSome(owner, option, where, shapes);
}

/** The shape of every parameter. @throws RangeError or TypeError if one does not fit, or is of no parameter. */
export function checkShapes<P extends Parameters>(
  owner: string,
  params: P,
  given: Readonly<Partial<Record<string, readonly number[]>>> | undefined,
): { readonly [Name in keyof P]: readonly number[] } {
  checkNames(owner, "shape", params, given ?? {});
  const shapes = mapValues<FloatArray, readonly number[]>(params, ({ length }, name) => {
    const shape: unknown = given && Object.hasOwn(given, name) ? given[name] : [length];
    const whole = Array.isArray(shape) && shape.every((size) => wholeNumber.contains(size));
    if (whole && shape.reduce((product, size) => product * size, 1) === length) return [...shape];
    throw new RangeError(
      `${owner}: shape of ${show(name)} must be an array of integers whose product is ${length}, ` +
        `got ${JSON.stringify(shape)}`,
    );
  });
  if (!given) guessed.add(shapes);
  return shapes as { [Name in keyof P]: readonly number[] };
}

/** @throws TypeError if gradients do not fit the parameters. */
export function checkGradients(owner: string, params: Parameters, gradients: Parameters): void {
  checkRecord(owner, "gradients", arrays, gradients);
  for (const [name, weights] of Object.entries(params)) {
    const gradient = gradients[name];
    if (dtypeOf(gradient) !== dtypeOf(weights) || gradient?.length !== weights.length) {
      throw mustBe(owner, `gradient of ${show(name)}`, `${show(weights)} like its parameter`, gradient);
    }
  }
  checkNames(owner, "gradient", params, gradients);
}
