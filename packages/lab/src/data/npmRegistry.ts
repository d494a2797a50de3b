import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * The package registry this machine's user has configured in npm (a mirror, perhaps), with a final slash: the
 * environment variable `npm_config_registry`, which npm sets for scripts, else what `npm config get registry`
 * says. A user name and password in the URL are left out: fetch refuses them.
 *
 * @returns undefined if neither names an HTTP server, as without npm.
 */
export async function npmRegistry(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  askNpm: () => Promise<string> = npmConfigGetRegistry,
): Promise<string | undefined> {
  const configured = environment.npm_config_registry || (await askNpm().catch(() => ""));
  if (!URL.canParse(configured)) return undefined;
  const url = new URL(configured);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  url.username = "";
  url.password = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url.href;
}

async function npmConfigGetRegistry(): Promise<string> {
  // On Windows npm is a batch file, which only a shell can run.
  const { stdout } = await promisify(execFile)("npm", ["config", "get", "registry"], {
    shell: process.platform === "win32",
    timeout: 20_000,
  });
  return stdout.trim();
}
