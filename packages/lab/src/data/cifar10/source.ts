import type { RemoteFile } from "../download.js";

/** An archive of CIFAR-10 and how to read it. */
export interface Cifar10Source {
  remote: RemoteFile;
  /**
   * Copies what one file of the archive holds to its place among the records (see `RecordFile`); files that
   * hold no data are passed over.
   *
   * @param name the file's path in the archive.
   * @throws Error if the file is damaged or of another size than the records expect.
   */
  place(name: string, contents: Buffer, records: Uint8Array): void;
}
