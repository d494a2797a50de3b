/** Reads the command line by `read`; where that throws, says why, without a trace, and ends. */
export function asked(read) {
  try {
    return read();
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** The number that an option says, `least` or more. @throws where it says none. */
export function numberOf(option, text, { least = 0, whole = false } = {}) {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(number) && number >= least && (!whole || Number.isInteger(number))) return number;
  const kind = whole ? "whole number" : "number";
  throw new Error(`--${option} must be a ${kind}, ${least} or more; it says "${text}"`);
}
