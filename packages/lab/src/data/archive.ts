import type { RemoteFile } from "./download.js";

/** An archive of a data set and how to read it. */
export interface Archive {
  remote: RemoteFile;
  /** How many of its files hold data. */
  files: number;
  /**
   * Copies what one file of the archive holds to its place among the records (see `RecordFile`).
   *
   * @param name the file's path in the archive.
   * @returns whether it holds data; other files are passed over.
   * @throws Error if the file is damaged or of another size than the records expect.
   */
  place(name: string, contents: Buffer, records: Uint8Array): boolean;
}
