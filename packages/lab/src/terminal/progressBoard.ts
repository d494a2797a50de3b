import { type Progress, renderProgressBar, renderProgressLine } from "./progressBar.js";
import type { ProgressOutput } from "./progressWriter.js";

export interface ProgressBoardOptions {
  /** Default: standard error. */
  output?: ProgressOutput;
  /** Default: this process's. `NO_COLOR` (see no-color.org) and `TERM=dumb` are respected. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** A clock in milliseconds. Default `performance.now`. */
  now?: () => number;
}

/** Shows the progress of several things at once: a whole, and its parts under way. */
export interface ProgressBoard {
  /** Tells how far the whole and its parts are; parts come and go. */
  update(whole: Progress, parts: readonly Progress[]): void;
  /** Writes a line of text that stays, above the bars. */
  print(line: string): void;
  /** Takes the bars away and leaves a last line of the whole. Further calls do nothing. */
  end(): void;
}

/** Where nothing can be redrawn, a line is written at most this often, in milliseconds. */
const lineInterval = 10_000;

/**
 * Starts to show progress. On a terminal there is a bar for the whole and one for each part, redrawn in place;
 * elsewhere (a file, a pipe, `TERM=dumb`) a plain line for the whole, every ten seconds at most.
 */
export function startProgressBoard(options: ProgressBoardOptions = {}): ProgressBoard {
  const { output = process.stderr, environment = process.env, now = () => performance.now() } = options;
  const redraws = output.isTTY === true && environment.TERM !== "dumb";
  const color = redraws && !environment.NO_COLOR;
  let drawn: string[] = [];
  let last: Progress | undefined;
  let lastLine = Number.NEGATIVE_INFINITY;
  let ended = false;

  /** What removes the bars that are on the screen. */
  const removal = () => (drawn.length === 0 ? "" : `\r\u001b[${drawn.length}A\u001b[J`);
  const draw = (lines: string[], above = "") => {
    output.write(`${removal()}${above}${lines.map((line) => `${line}\n`).join("")}`);
    drawn = lines;
  };
  return {
    update(whole, parts) {
      if (ended) return;
      last = whole;
      if (redraws) {
        const style = { columns: (output.columns || 80) - 1, color };
        draw([whole, ...parts].map((progress) => renderProgressBar(progress, style)));
      } else if (now() - lastLine >= lineInterval) {
        lastLine = now();
        output.write(`${renderProgressLine(whole)}\n`);
      }
    },
    print(line) {
      if (redraws && !ended) draw(drawn, `${line}\n`);
      else output.write(`${line}\n`);
    },
    end() {
      if (ended) return;
      ended = true;
      draw([], last === undefined ? "" : `${renderProgressLine(last)}\n`);
    },
  };
}
