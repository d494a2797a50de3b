/** A learning rate or weight decay as an axis shows it: three digits, no trailing zeros, `3.13e-5` when small. */
export function hyperparameter(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const short = Number(value.toPrecision(3));
  return size >= 0.001 && size < 10_000 ? String(short) : short.toExponential();
}

/** The same for running text: two digits, exponents only where the zeros would not be counted at a glance. */
export function spokenHyperparameter(value: number): string {
  const short = Number(value.toPrecision(2));
  return short !== 0 && Math.abs(short) < 0.0001 ? short.toExponential() : String(short);
}

/** A test error in per cent, for a cell: three digits. */
export function cellNumber(value: number): string {
  return value < 9.995 ? value.toFixed(2) : value.toFixed(1);
}

/** A slope with its sign, "n/a" where there is none; never "-0.00". */
export function slopeNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return "n/a";
  const text = value.toFixed(2);
  return text === "-0.00" ? "0.00" : text.replace("-", "\u2212");
}

/** Points or per cent with two digits, "n/a" where there are none. */
export function points(value: number | null | undefined): string {
  return value === null || value === undefined ? "n/a" : value.toFixed(2);
}

/** Whole numbers with thousands separated: 12,345. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A time span: "48 s", "7 min 05 s", "3 h 20 min". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** Words one after the other: "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
