import { list } from "tar";

/**
 * Reads a tar archive, gzipped or not, and hands its files over one at a time, in the archive's order.
 *
 * @param visit receives a file's path in the archive and its contents.
 * @throws what `visit` throws, after which it is not called again; Error if the archive is damaged.
 */
export async function readTarball(
  path: string,
  visit: (name: string, contents: Buffer) => void,
): Promise<void> {
  let failure: { error: unknown } | undefined;
  await list({
    file: path,
    strict: true,
    filter: () => failure === undefined,
    onReadEntry: (entry) => {
      const chunks: Buffer[] = [];
      entry.on("data", (chunk: Buffer) => chunks.push(chunk));
      entry.on("end", () => {
        try {
          if (failure === undefined && entry.type === "File") visit(entry.path, Buffer.concat(chunks));
        } catch (error) {
          // The reader's own error handling is not for errors thrown here: it would end the process.
          failure = { error };
        }
      });
    },
  });
  if (failure !== undefined) throw failure.error;
}
