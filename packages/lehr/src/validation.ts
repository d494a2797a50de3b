/** The values an option may take: an interval, and how to say it. */
export interface Range {
  readonly contains: (value: number) => boolean;
  readonly text: string;
}

const finite = (contains: (value: number) => boolean, text: string): Range => ({
  contains: (value) => Number.isFinite(value) && contains(value),
  text,
});

export const nonNegative = /* @__PURE__ */ finite((value) => value >= 0, "a finite number >= 0");
export const positive = /* @__PURE__ */ finite((value) => value > 0, "a finite number > 0");
export const belowOne = /* @__PURE__ */ finite((value) => value >= 0 && value < 1, "a number in [0, 1)");
export const insideUnit = /* @__PURE__ */ finite((value) => value > 0 && value < 1, "a number in (0, 1)");
export const unitInterval = /* @__PURE__ */ finite((value) => value >= 0 && value <= 1, "a number in [0, 1]");
export const finiteNumber = /* @__PURE__ */ finite(() => true, "a finite number");
export const wholeNumber = /* @__PURE__ */ finite(
  (value) => Number.isSafeInteger(value) && value >= 0,
  "a whole number >= 0",
);
export const positiveInteger = /* @__PURE__ */ finite(
  (value) => Number.isSafeInteger(value) && value > 0,
  "a positive integer",
);

export const atLeastTwo = /* @__PURE__ */ finite(
  (value) => Number.isSafeInteger(value) && value >= 2,
  "a whole number >= 2",
);

/** Shows a value the way a message can carry it: strings quoted, functions and objects by their kind. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (isRecord(value)) return "an object";
  const kind = Array.isArray(value)
    ? "an array"
    : ArrayBuffer.isView(value)
      ? `a ${value.constructor.name}`
      : undefined;
  return kind ? `${kind} of length ${(value as { length?: number }).length}` : String(value);
}

/** Whether a value is an object with keys of its own choosing: no array, typed or not. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** What to throw where a value is of the wrong kind. */
export function mustBe(
  owner: string,
  option: string,
  allowed: string,
  value: unknown,
  Kind: new (message: string) => Error = TypeError,
): Error {
  return new Kind(`${owner}: ${option} must be ${allowed}, got ${show(value)}`);
}

/** @throws RangeError naming the option, the value and the allowed range. */
export function checkRange(owner: string, option: string, value: unknown, range: Range): number {
  if (typeof value !== "number" || !range.contains(value)) {
    throw mustBe(owner, option, range.text, value, RangeError);
  }
  return value;
}

/** @throws TypeError if a value is no record. @param allowed says what it must be. */
export function checkRecord(owner: string, option: string, allowed: string, value: unknown): void {
  if (!isRecord(value)) throw mustBe(owner, option, allowed, value);
}

/** @throws TypeError naming the first key of `options` that is not in `known`. */
export function checkKeys(owner: string, options: object, known: readonly string[]): void {
  checkRecord(owner, "options", "an object", options);
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new TypeError(`${owner}: unknown option ${show(key)}; known options are ${known.join(", ")}`);
    }
  }
}

/** @throws TypeError if a flag is neither left out nor a boolean. */
export function checkFlag(owner: string, option: string, value: unknown = false): boolean {
  return checkChoice(owner, option, value, [true, false]);
}

/** @throws TypeError naming the option, its value and the choices, if it is none of them. */
export function checkChoice<Choice extends string | boolean>(
  owner: string,
  option: string,
  value: unknown,
  choices: readonly Choice[],
): Choice {
  if (choices.includes(value as Choice)) return value as Choice;
  throw mustBe(owner, option, choices.map(show).join(" or "), value);
}
