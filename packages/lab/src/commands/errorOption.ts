import { Option } from "commander";

/** `--error`. @param standard whose error it is where none is given. */
export function errorOption(standard: string): Option {
  const summary = `the test error that measures and report are about (default: ${standard})`;
  return new Option("--error <kind>", summary).choices(["top-1", "top-5"]);
}
