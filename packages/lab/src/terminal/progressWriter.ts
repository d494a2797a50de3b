import type { Unit } from "./amount.js";
import { formatDuration } from "./duration.js";
import { type Progress, renderProgressBar, renderProgressLine } from "./progressBar.js";

/** What progress is written to: a stream of Node.js, or something like it. */
export interface ProgressOutput {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

export interface ProgressWriterOptions {
  label: string;
  total: number;
  unit: Unit;
  /** What was done before the clock started, as of a resumed download; it does not count for the rate. Default 0. */
  done?: number;
  /** Default: standard error. */
  output?: ProgressOutput;
  /** Default: this process's. `NO_COLOR` (see no-color.org) and `TERM=dumb` are respected. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** A clock in milliseconds. Default `performance.now`. */
  now?: () => number;
}

/** Shows progress while something goes on. */
export interface ProgressWriter {
  /** Tells how much is done by now. */
  update(done: number): void;
  /** Leaves a last line: how much was done, and in what time. Further calls do nothing. */
  end(): void;
}

/** A terminal's bar is redrawn at most this often, in milliseconds. */
const redrawInterval = 100;
/** Elsewhere a line is written at most this often, in milliseconds. */
const lineInterval = 10_000;

/**
 * Starts to show progress. On a terminal a bar is redrawn in place; elsewhere (a file, a pipe, `TERM=dumb`) plain
 * lines are written: one at the start, then one every ten seconds at most, one at the end.
 */
export function startProgress(options: ProgressWriterOptions): ProgressWriter {
  const { label, total, unit, output = process.stderr, environment = process.env } = options;
  const { now = () => performance.now() } = options;
  const redraws = output.isTTY === true && environment.TERM !== "dumb";
  const color = redraws && !environment.NO_COLOR;
  const start = now();
  const doneBefore = options.done ?? 0;
  let done = doneBefore;
  let lastShown = start;
  let ended = false;

  const progress = (): Progress => {
    const seconds = (now() - start) / 1000;
    return { label, done, total, unit, rate: seconds > 0 ? (done - doneBefore) / seconds : null };
  };
  const show = (): void => {
    lastShown = now();
    if (redraws) {
      // A line as wide as the terminal would wrap in some; hence one column less.
      const style = { columns: (output.columns || 80) - 1, color };
      output.write(`\r\u001b[K${renderProgressBar(progress(), style)}`);
    } else {
      output.write(`${renderProgressLine(progress())}\n`);
    }
  };

  show();
  return {
    update(value) {
      done = value;
      if (!ended && now() - lastShown >= (redraws ? redrawInterval : lineInterval)) show();
    },
    end() {
      if (ended) return;
      ended = true;
      const line = `${renderProgressLine(progress())}, took ${formatDuration((now() - start) / 1000)}`;
      output.write(redraws ? `\r\u001b[K${line}\n` : `${line}\n`);
    },
  };
}
