import { UsageError } from "../usageError.js";

/** Comma-separated numbers >= 0. @throws UsageError naming the entry that is not. */
export function numbers(option: string, text: string): number[] {
  return names(option, text).map((entry) => {
    const value = Number(entry);
    if (!Number.isFinite(value) || value < 0) {
      throw new UsageError(`${option} must be numbers >= 0 separated by commas, got "${entry}"`);
    }
    return value;
  });
}

/** @throws UsageError if the text is not a whole number from `minimum` up. */
export function wholeNumber(option: string, text: string, minimum: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < minimum) {
    throw new UsageError(`${option} must be a whole number >= ${minimum}, got "${text}"`);
  }
  return value;
}

/** Comma-separated names. @throws UsageError for an empty one. */
export function names(option: string, text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.some((part) => part === "")) {
    throw new UsageError(`${option} must be a list separated by commas, got "${text}"`);
  }
  return parts;
}

/** @throws UsageError if the text is not a number >= 0. */
export function number(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) {
    throw new UsageError(`${option} must be a number >= 0, got "${text}"`);
  }
  return value;
}

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/** The name of a new study. @throws UsageError for one that nobody could see. */
export function studyName(option: string, name: string): string {
  if (name.trim() === "") throw new UsageError(`${option} must not be empty, got "${name}"`);
  return name;
}
