import { createHash, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildFailure, Plugin } from "esbuild";
import { fileError } from "../fileErrors.js";
import { UsageError } from "../usageError.js";
import { checkModulePath } from "./moduleReference.js";

/** A module as one file of JavaScript, the files that it imports included, its packages not. */
export interface ModuleSource {
  text: string;
  /** SHA-256 of the text, in hexadecimal. It does not depend on where the module lies, nor on comments. */
  hash: string;
}

const require = createRequire(import.meta.url);

/**
 * Packages that a module shares with the lab: tensors, and the gradients of what is done with them, belong to one
 * copy of the tensor library. So a module needs no packages beside it for them.
 */
const shared: Plugin = {
  name: "shared",
  setup(build) {
    const names = /^(lehr|@lehr\/(lab|engine)|@tensorflow\/tfjs-(core|layers))(\/|$)/;
    build.onResolve({ filter: names }, ({ path }) => ({ path: mark + path, external: true }));
  },
};

/** Marks the shared packages in the text, which is the same wherever they lie. */
const mark = "lehr-shared:";
const marked = new RegExp(`(?<=["'])${mark}([\\w@/.-]+)`, "g");

/**
 * Reads a module with the files that it imports, in TypeScript or JavaScript. JavaScript goes the same way, though
 * Node could import it as it is: so what runs is what the hash is of.
 *
 * @throws UsageError if there is none, or it cannot be read as such.
 */
export async function readModule(path: string): Promise<ModuleSource> {
  checkModulePath(path);
  const { build } = await import("esbuild");
  try {
    const { outputFiles } = await build({
      entryPoints: [path],
      absWorkingDir: dirname(path),
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      plugins: [shared],
      legalComments: "none",
      logLevel: "silent",
    });
    const text = outputFiles[0]!.text;
    return { text, hash: createHash("sha256").update(text).digest("hex") };
  } catch (error) {
    const first = (error as Partial<BuildFailure>).errors?.[0];
    if (first === undefined) throw error;
    const line = first.location === null ? "" : `, line ${first.location.line}`;
    throw new UsageError(`${first.location?.file ?? path}${line}: ${first.text}`);
  }
}

/**
 * Imports a module that was read. It is written beside the module for that moment: Node looks for the packages that
 * it imports from there, and `import.meta.url` finds files that lie beside it.
 *
 * @returns what it exports.
 * @throws UsageError if it cannot be imported, or written there.
 */
export async function importModule(path: string, { text }: ModuleSource): Promise<Record<string, unknown>> {
  const file = join(dirname(path), `.${basename(path)}.${randomUUID()}.mjs`);
  const here = (_: string, name: string) => pathToFileURL(require.resolve(name)).href;
  try {
    await writeFile(file, text.replaceAll(marked, here), { flag: "wx" });
  } catch (error) {
    throw new UsageError((fileError(error, file, "a task is compiled beside its module") as Error).message);
  }
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be imported: ${message.replaceAll(file, path)}`, { cause: error });
  } finally {
    await rm(file, { force: true });
  }
}
