import { mustBe } from "./validation.js";

/** What a parameter is known by. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Parameters by name and shape. */
export function tensorsOf(shapes: Readonly<Record<string, readonly number[]>>): Tensor[] {
  return Object.entries(shapes).map(([name, shape]) => ({ name, shape }));
}

/** Which parameters are meant: those whose name a pattern finds, those named, or those a predicate accepts. */
export type Match = RegExp | readonly string[] | ((tensor: Tensor) => boolean);

/** Tensors of two dimensions or more: weights, but not biases and normalization scales. Give `bind` the shapes. */
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
  throw mustBe(owner, option, "a RegExp, an array of names or a function of { name, shape }", value);
}

/** @throws RangeError if a pattern, a predicate or one of the names given means no parameter: a slip, most likely. */
export function checkMatchesSome(
  owner: string,
  option: string,
  match: Match,
  shapes: Readonly<Record<string, readonly number[]>>,
): void {
  const tensors = tensorsOf(shapes);
  for (const part of Array.isArray(match) ? match.map((name) => [name]) : [match as Match]) {
    if (tensors.some((tensor) => matches(part, tensor))) continue;
    const [given, hint] =
      typeof part === "function"
        ? ["the function", "give bind the shapes, or name the parameters"]
        : [part, `parameters are ${Object.keys(shapes).join(", ")}`];
    throw new RangeError(`${owner}: ${option} (${given}) matches no parameter; ${hint}`);
  }
}
