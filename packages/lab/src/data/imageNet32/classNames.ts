import { readFile } from "node:fs/promises";
import { fileError } from "../../fileErrors.js";
import { classCount } from "./layout.js";

/** Names by number, for who has no others: "class 1" to "class 1000". */
export const numberedClasses: readonly string[] = Array.from(
  { length: classCount },
  (_, label) => `class ${label + 1}`,
);

/**
 * Reads `map_clsloc.txt`, which names the classes: a line holds WordNet's identifier, the label and the name, such
 * as "n02119789 1 kit_fox". Classes are named as the file does, with spaces for its underscores.
 *
 * @throws Error in one line, naming the file, unless it names each label once.
 */
export async function readClassNames(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw fileError(error, path, "without it classes are named by number");
  });
  const names: string[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const [, number, name] = /^n\d+ +(\d+) +(\S+)\s*$/.exec(line) ?? [];
    const label = Number(number) - 1;
    if (name === undefined || label < 0 || label >= classCount || names[label] !== undefined) {
      throw new Error(
        `${path}, line ${i + 1}: expected an identifier, a new label and a name, found "${line}"`,
      );
    }
    names[label] = name.replaceAll("_", " ");
  }
  const named = Object.keys(names).length;
  if (named !== classCount) throw new Error(`${path}: expected ${classCount} classes, found ${named}`);
  return names;
}
