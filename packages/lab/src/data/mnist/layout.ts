import type { ImageShape } from "../dataset.js";
import type { Integrity } from "../integrity.js";
import type { Normalization } from "../normalization.js";

/** The names of the classes, by label. */
export const mnistClasses = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

export const mnistShape: ImageShape = [1, 28, 28];

/** Bytes of one image, row by row; 0 is the background. */
export const imageBytes = 28 * 28;

/** Bytes of one record: the label, then the image. */
export const recordBytes = 1 + imageBytes;

/** Training images are the first of the records, so many of every seven. */
export const trainShare = 6 / 7;

/** Mean and standard deviation of the training images: 0.1307 and 0.3081 on the scale 0 ... 1, as is usual. */
export const mnistNormalization: Normalization = { mean: [33.3184], std: [78.5675] };

/** The 70,000 records of MNIST in one file, in the official order. */
export const mnistRecords = {
  title: "MNIST",
  name: "mnist.bin",
  bytes: 70_000 * recordBytes,
  // sha256 9e1b36378f9c14c17879cf8886c6f8f367be85a8ef3175cabb0217bcc3ccfe5e
  integrity: "sha256-nhs2N4+cFMF4ec+Ihsb482e+hajvMXXKuwIXvMPM/l4=",
} as const satisfies { title: string; name: string; bytes: number; integrity: Integrity };
