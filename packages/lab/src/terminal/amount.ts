/**
 * What progress is counted in: "bytes", which are shown as MB, or the plural of any other thing: "images", "trials".
 */
export type Unit = string;

/** How much is done of how much: "86.1 of 138.9 MB", "3 of 40 trials". */
export function formatShare(done: number, total: number, unit: Unit): string {
  return unit === "bytes"
    ? `${megabytes(done)} of ${megabytes(total)} MB`
    : `${Number(done.toFixed(1))} of ${total} ${unit}`;
}

/** How fast it goes: "12.3 MB/s", "4.0 trials/min"; per minute or hour where a second brings less than one. */
export function formatRate(perSecond: number, unit: Unit): string {
  if (unit === "bytes") return `${megabytes(perSecond)} MB/s`;
  if (perSecond >= 1) return `${short(perSecond)} ${unit}/s`;
  if (perSecond * 60 >= 1) return `${short(perSecond * 60)} ${unit}/min`;
  return `${short(perSecond * 3600)} ${unit}/h`;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
const short = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0));
