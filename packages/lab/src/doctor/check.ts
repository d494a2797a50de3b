/** What was found out about one thing: fine, not as good as it could be, or something without which nothing goes. */
export interface Check {
  name: string;
  status: "ok" | "warn" | "fail";
  /** What is there, in a few words. */
  found: string;
  /** What to do about it. */
  advice?: string;
}

/** A check that found all well. */
export const ok = (name: string, found: string): Check => ({ name, status: "ok", found });
/** A check that found what could be better. */
export const warn = (name: string, found: string, advice: string): Check => ({
  name,
  status: "warn",
  found,
  advice,
});
/** A check that found what studies cannot do without. */
export const fail = (name: string, found: string, advice: string): Check => ({
  name,
  status: "fail",
  found,
  advice,
});

/** What an error says, in one line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message || String((error as { code?: string }).code) : error;
  return String(message).split("\n")[0]!;
}

/** Bytes for readers: "12.3 GB". */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
