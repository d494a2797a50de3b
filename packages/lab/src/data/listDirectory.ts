import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "../fileErrors.js";
import { UsageError } from "../usageError.js";

/** What a directory holds, by name, in an order that is the same on every machine. */
export interface Directory {
  files: string[];
  folders: string[];
}

/**
 * Lists a directory. Links count as what they lead to; names that begin with a dot are passed over.
 *
 * @throws UsageError if there is no such directory; Error in one line if it cannot be read.
 */
export async function listDirectory(path: string): Promise<Directory> {
  const directory: Directory = { files: [], folders: [] };
  try {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const kind = entry.isSymbolicLink() ? await stat(join(path, entry.name)) : entry;
      if (kind.isDirectory()) directory.folders.push(entry.name);
      else directory.files.push(entry.name);
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code))) {
      throw new UsageError(`cannot read ${path}: there is no such folder`);
    }
    throw fileError(error, path, "it has to be a folder that can be read");
  }
  // By code units: a user's language would sort otherwise.
  directory.files.sort();
  directory.folders.sort();
  return directory;
}
