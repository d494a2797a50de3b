import { randomStream } from "../random/randomStream.js";
import { uniform } from "../random/uniform.js";
import type { OptionValue } from "../training/trial.js";
import { UsageError } from "../usageError.js";

/** One thing that a search varies, under its name: "lr", "weightDecay", "schedule", "beta1". */
export type Variation = { name: string } & (
  | { kind: "values"; values: readonly OptionValue[] }
  /** To be drawn from, evenly on a logarithmic or on a linear axis. */
  | { kind: "range"; from: number; to: number; scale: "log" | "linear" }
);

/** Digits of what is drawn: more tell nobody anything, and could not be read. */
const DRAWN_DIGITS = 4;
/** Digits of what lies between two ends: without the last bits that powers leave behind. */
const TIDY_DIGITS = 12;

/**
 * Reads what `--vary` says: "beta1=0.8,0.9" (values), "lr=1e-4..1e-1:7" (so many from one to the other, each a
 * constant factor times the one before), "beta1=lin:0.8..0.95:4" (in equal steps), "lr=1e-4..1e-1" (a range to draw
 * from, by factors; "lin:" draws evenly).
 *
 * @throws UsageError saying what is wrong with it.
 */
export function variationOf(text: string): Variation {
  const { name, value } = assignment("--vary", text);
  const range = /^(lin:)?([^.,]*(?:\.\d+)?[^.,]*)\.\.([^:,]+)(?::(.*))?$/.exec(value);
  if (range === null) {
    const values = value.startsWith("{") ? [value] : value.split(",").map((part) => part.trim());
    if (values.some((part) => part === "")) {
      throw new UsageError(`--vary ${name} must be values separated by commas, got "${value}"`);
    }
    return { name, kind: "values", values: [...new Set(values.map(optionValue))] };
  }
  const scale = range[1] === undefined ? "log" : "linear";
  const [from, to] = [end(name, range[2]!), end(name, range[3]!)];
  if (from >= to) {
    throw new UsageError(`--vary ${name}: a range goes from less to more, got ${from}..${to}`);
  }
  if (scale === "log" && from <= 0) {
    throw new UsageError(
      `--vary ${name}: a range by factors begins above 0, got ${from}..${to}; lin:${from}..${to} has equal steps`,
    );
  }
  if (range[4] === undefined) return { name, kind: "range", from, to, scale };
  const count = Number(range[4]);
  if (!Number.isSafeInteger(count) || count < 2) {
    throw new UsageError(
      `--vary ${name}: a range has a whole number >= 2 of values after the colon, got "${range[4]}"`,
    );
  }
  const inner = Array.from({ length: count - 2 }, (_, i) =>
    between(from, to, scale, (i + 1) / (count - 1), TIDY_DIGITS),
  );
  const values = [from, ...inner, to];
  return { name, kind: "values", values };
}

/** Reads what `--set` says: "beta2=0.99". @throws UsageError saying what is wrong with it. */
export function fixedOf(text: string): { name: string; value: OptionValue } {
  const { name, value } = assignment("--set", text);
  return { name, value: optionValue(value) };
}

/** So many values of a variation, drawn from the seed; those of another name are drawn apart. */
export function* drawsOf(variation: Variation, seed: number): Generator<OptionValue, never> {
  const random = randomStream(seed, "search", variation.name);
  for (;;) {
    const share = uniform(random);
    if (variation.kind === "values") {
      yield variation.values[Math.floor(share * variation.values.length)]!;
    } else {
      const { from, to, scale } = variation;
      yield between(from, to, scale, share, DRAWN_DIGITS);
    }
  }
}

function between(from: number, to: number, scale: "log" | "linear", share: number, digits: number): number {
  const value = scale === "log" ? from * (to / from) ** share : from + (to - from) * share;
  return Math.min(to, Math.max(from, Number(value.toPrecision(digits))));
}

function assignment(option: string, text: string): { name: string; value: string } {
  const [, name, value] = /^\s*([A-Za-z]\w*)\s*=\s*(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError(`${option} must read <name>=<value>, got "${text}"`);
  }
  return { name: name === "learningRate" ? "lr" : name, value: value.trim() };
}

function end(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new UsageError(`--vary ${name}: a range has a number at both ends, got "${text}"`);
  }
  return value;
}

/** "true" and "false" are truth values, numbers numbers, everything else a name. */
function optionValue(text: string): OptionValue {
  if (text === "true" || text === "false") return text === "true";
  const value = Number(text);
  return text.trim() !== "" && !Number.isNaN(value) ? value : text;
}
