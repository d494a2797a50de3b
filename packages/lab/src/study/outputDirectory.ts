import { access, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "../fileErrors.js";
import { writeFileAtomically } from "../files.js";
import { UsageError } from "../usageError.js";

/** The names of the files a report consists of. */
const reportFile = /^(results\.json|(trials|epochs)\.csv|[\w-]+\.(svg|png)|report\.html)$/;

/**
 * Makes sure that a report can be written to a directory, before anything is computed. The report of another study
 * there moves to a folder `earlier-<n>` inside it: nothing is overwritten.
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
    throw new UsageError((fileError(error, directory, "choose another --out") as Error).message);
  }
  const entries = await readdir(directory);
  if (!entries.includes("results.json") || (await studyIn(directory)) === study) return;
  const earlier = await firstFree(directory);
  await mkdir(earlier);
  for (const entry of entries.filter((entry) => reportFile.test(entry))) {
    await rename(join(directory, entry), join(earlier, entry));
  }
}

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
