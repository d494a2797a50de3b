import { show } from "./validation.js";

/** What a parameter is known by. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Which parameters are meant: those whose name a pattern finds, those named, or those a predicate accepts. */
export type Match = RegExp | readonly string[] | ((tensor: Tensor) => boolean);

/** Tensors of two dimensions or more: weights, but not biases and normalization scales. */
export function matrices({ shape }: Tensor): boolean {
  return shape.length > 1;
}

export function matches(match: Match, tensor: Tensor): boolean {
  if (typeof match === "function") return match(tensor);
  // `search` has no memory of earlier calls, which `test` has for a pattern with the g flag.
  return match instanceof RegExp ? tensor.name.search(match) >= 0 : match.includes(tensor.name);
}

/** @throws TypeError if `value` is no way to say which parameters are meant. */
export function checkMatch(owner: string, option: string, value: unknown): Match {
  const names = Array.isArray(value) && value.every((name) => typeof name === "string");
  if (value instanceof RegExp || typeof value === "function" || names) return value as Match;
  throw new TypeError(
    `${owner}: ${option} must be a RegExp, an array of names or a function of { name, shape }, got ${show(value)}`,
  );
}

/** @throws RangeError if a pattern finds no parameter, or a name is no parameter's: a slip, most likely. */
export function checkMatchesSome(
  owner: string,
  option: string,
  match: Match,
  tensors: readonly Tensor[],
): void {
  const known = `parameters are ${tensors.map(({ name }) => name).join(", ")}`;
  if (match instanceof RegExp && !tensors.some((tensor) => matches(match, tensor))) {
    throw new RangeError(`${owner}: ${option} (${match}) matches no parameter; ${known}`);
  }
  if (typeof match === "function" || match instanceof RegExp) return;
  const missing = match.find((name) => !tensors.some((tensor) => tensor.name === name));
  if (missing !== undefined) {
    throw new RangeError(`${owner}: ${option} names ${show(missing)}, which is no parameter; ${known}`);
  }
}
