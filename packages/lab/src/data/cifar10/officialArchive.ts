import type { Archive } from "../archive.js";
import { batchFiles } from "./layout.js";

/**
 * The binary version of CIFAR-10 from its author's page (Krizhevsky, "Learning Multiple Layers of Features from Tiny
 * Images", 2009).
 */
export const officialArchive: Archive = {
  remote: {
    url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
    bytes: 170_052_171,
    // sha256 c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9dddda3db29a59bca1dd
    integrity: "sha256-xKOMUKG8XzocVTfyFVq51o+fJese2Nnd3aPbKaWbyh0=",
  },
  files: batchFiles,
  place: placeBinaryFile,
};

/** Places a file of the official archive, which holds records as they are; see {@link Archive.place}. */
export function placeBinaryFile(name: string, contents: Buffer, records: Uint8Array): boolean {
  const match = /(?:^|\/)(?:data_batch_([1-5])|test_batch)\.bin$/.exec(name);
  if (match === null) return false;
  const length = records.length / batchFiles;
  if (contents.length !== length) {
    throw new Error(`${name}: expected ${length} bytes, found ${contents.length}`);
  }
  records.set(contents, (match[1] === undefined ? batchFiles - 1 : Number(match[1]) - 1) * length);
  return true;
}
