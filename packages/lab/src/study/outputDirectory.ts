import { access, constants, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileError } from "../fileErrors.js";
import { writeFileAtomically } from "../files.js";
import { UsageError } from "../usageError.js";

/** The names of the files a report consists of. */
const reportFile = /^(results\.json|(trials|epochs)\.csv|[\w-]+\.(svg|png)|report\.html)$/;

/**
 * Looks whether a directory can be written to, or made where it is to be, before anything is fetched or made.
 *
 * @throws UsageError if a file or a missing permission is in the way.
 */
export async function checkOutputDirectory(directory: string): Promise<void> {
  for (let place = directory; ; place = dirname(place)) {
    try {
      // The trailing separator asks for a directory.
      await access(join(place, "/"), constants.W_OK | constants.X_OK);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT" && place !== dirname(place)) continue;
      throw unusable(error, directory);
    }
  }
}

/**
 * Makes a directory ready for a report. The report of another study there moves to a folder `earlier-<n>` inside it:
 * nothing is overwritten.
 *
 * @param study the name of the study whose report is to go there.
 * @throws UsageError if the directory cannot be made or written to.
 */
export async function prepareOutputDirectory(directory: string, study: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    const probe = join(directory, ".lehr-writable");
    await writeFileAtomically(probe, "");
    await rm(probe);
  } catch (error) {
    throw unusable(error, directory);
  }
  const entries = await readdir(directory);
  if (!entries.includes("results.json") || (await studyIn(directory)) === study) return;
  const earlier = await firstFree(directory);
  await mkdir(earlier);
  for (const entry of entries.filter((entry) => reportFile.test(entry))) {
    await rename(join(directory, entry), join(earlier, entry));
  }
}

const unusable = (error: unknown, directory: string) =>
  new UsageError((fileError(error, directory, "choose another --out") as Error).message);

/** Whose report a directory holds, as far as that can be read. */
async function studyIn(directory: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(directory, "results.json"), "utf8")).study;
  } catch {
    return undefined;
  }
}

async function firstFree(directory: string): Promise<string> {
  for (let n = 1; ; n++) {
    const candidate = join(directory, `earlier-${n}`);
    const taken = await access(candidate).then(
      () => true,
      () => false,
    );
    if (!taken) return candidate;
  }
}
