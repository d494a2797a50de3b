import { statSync } from "node:fs";
import { extname, resolve } from "node:path";
import { UsageError } from "../usageError.js";

const prefix = "module:";
const extensions = [".ts", ".mts", ".js", ".mjs"];

/** Whether a dataset's name means a user's own task, which brings a model of its own. */
export function isModule(dataset: string): boolean {
  return dataset.startsWith(prefix);
}

/** The name under which a user's own task is a dataset; its path becomes absolute, so that it holds everywhere. */
export function moduleNamed(path: string): string {
  return prefix + resolve(path);
}

/** The path in a name that {@link isModule}. */
export function modulePath(dataset: string): string {
  return dataset.slice(prefix.length);
}

/** @throws UsageError unless there is a module at the path. */
export function checkModulePath(path: string): void {
  if (!extensions.includes(extname(path))) {
    throw new UsageError(`a task must be a module, a file ${extensions.join(", ")}; got ${path}`);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new UsageError(`there is no module ${path}`);
  }
}
