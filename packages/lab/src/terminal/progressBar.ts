import { formatRate, formatShare, type Unit } from "./amount.js";
import { formatDuration } from "./duration.js";

/** How far something is. */
export interface Progress {
  label: string;
  done: number;
  total: number;
  unit: Unit;
  /** How much is done in a second; null as long as nobody can tell. */
  rate: number | null;
}

export interface ProgressBarStyle {
  /** Columns of the line, at most. */
  columns: number;
  /** Whether to use ANSI colours. */
  color: boolean;
}

/**
 * Progress as a line with a bar, at most `columns` wide:
 * `CIFAR-10  ██████░░░░  62 %  86.1 of 138.9 MB  12.3 MB/s  4 s left`. Where there is no room for a bar it is left
 * out, and then the line is cut.
 */
export function renderProgressBar(progress: Progress, { columns, color }: ProgressBarStyle): string {
  const parts = words(progress);
  const texts = [progress.label, ...parts].join("  ");
  const room = Math.min(longestBar, columns - texts.length - 2);
  if (room < shortestBar) return texts.slice(0, Math.max(0, columns));
  const filled = Math.floor(share(progress) * room);
  const bar = paint("█".repeat(filled), "36", color) + paint("░".repeat(room - filled), "2", color);
  return [progress.label, bar, ...parts].join("  ");
}

/**
 * Progress as a line of text, for where nothing can be redrawn: `CIFAR-10: 62 %, 86.1 of 138.9 MB, 12.3 MB/s, 4 s
 * left`.
 */
export function renderProgressLine(progress: Progress): string {
  return `${progress.label}: ${words(progress).join(", ")}`;
}

/** Short enough that the words beside it, whose length varies, hardly ever change it on 80 columns. */
const longestBar = 24;
const shortestBar = 5;

function words(progress: Progress): string[] {
  const { done, total, unit, rate } = progress;
  const percent = `${Math.floor(share(progress) * 100)} %`;
  const parts = [percent, formatShare(done, total, unit)];
  if (rate === null || rate <= 0) return parts;
  parts.push(formatRate(rate, unit));
  if (done < total) parts.push(`${formatDuration((total - done) / rate)} left`);
  return parts;
}

/** The part that is done, from 0 to 1; all of nothing is done. */
function share({ done, total }: Progress): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
}

function paint(text: string, code: string, color: boolean): string {
  return color && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
}
