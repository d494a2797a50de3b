import { type Check, ok } from "./check.js";

/** What is looked at of an output. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
  getColorDepth?(): number;
}

/** How results and progress are shown here. */
export function checkTerminal(
  output: Screen = process.stdout,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Check {
  if (output.isTTY !== true) return ok("terminal", "none: plain lines are written");
  if (environment.TERM === "dumb") return ok("terminal", "TERM=dumb: plain lines are written");
  const colors = environment.NO_COLOR
    ? "no colours (NO_COLOR)"
    : `${2 ** (output.getColorDepth?.() ?? 1)} colours`;
  return ok("terminal", `${output.columns || 80} columns, ${colors}`);
}
