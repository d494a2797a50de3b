import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** What {@link cacheDirectory} looks at; this process's own by default. */
export interface CacheSurroundings {
  environment?: Readonly<Record<string, string | undefined>>;
  platform?: NodeJS.Platform;
  home?: string;
}

/**
 * The directory for downloaded data, as an absolute path; it need not exist yet. In this order:
 *
 * 1. the environment variable `LEHR_CACHE`,
 * 2. on Windows `%LOCALAPPDATA%\lehr`, on macOS `~/Library/Caches/lehr`, elsewhere `$XDG_CACHE_HOME/lehr`
 *    (if that variable holds an absolute path, as its specification demands),
 * 3. `~/.cache/lehr`.
 */
export function cacheDirectory(surroundings: CacheSurroundings = {}): string {
  const { environment = process.env, platform = process.platform, home = homedir() } = surroundings;
  if (environment.LEHR_CACHE) return resolve(environment.LEHR_CACHE);
  if (platform === "darwin") return join(home, "Library", "Caches", "lehr");
  const base = platform === "win32" ? environment.LOCALAPPDATA : environment.XDG_CACHE_HOME;
  return base && isAbsolute(base) ? join(base, "lehr") : join(home, ".cache", "lehr");
}
