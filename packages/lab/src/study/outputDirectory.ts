import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "../fileErrors.js";
import { writeFileAtomically } from "../files.js";
import { UsageError } from "../usageError.js";

/** The names of the files a study leaves behind. */
const resultFile = /^(results\.json|(trials|epochs)\.csv|(heatmap|heatmap-paper|curves)\.svg|report\.html)$/;

/**
 * Makes sure that results can be written to a directory, before anything is computed. The results of an
 * earlier study there move to a folder `earlier-<n>` inside it: nothing is overwritten.
 *
 * @throws UsageError if the directory cannot be made or written to.
 */
export async function prepareOutputDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    const probe = join(directory, ".lehr-writable");
    await writeFileAtomically(probe, "");
    await rm(probe);
  } catch (error) {
    throw new UsageError((fileError(error, directory, "choose another --out") as Error).message);
  }
  const entries = await readdir(directory);
  if (!entries.includes("results.json")) return;
  const earlier = await firstFree(directory);
  await mkdir(earlier);
  for (const entry of entries.filter((entry) => resultFile.test(entry))) {
    await rename(join(directory, entry), join(earlier, entry));
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
