import type { Augmentation } from "./augmentation.js";
import type { Normalization } from "./normalization.js";

/** Channels, rows, columns of one image. */
export type ImageShape = readonly [channels: number, rows: number, columns: number];

/** A set of labelled images. */
export interface Split {
  /** Number of images. */
  size: number;
  shape: ImageShape;
  /**
   * Values in the order image, channel, row, column; `size` x channels x rows x columns of them. Bytes are pixel
   * values 0 ... 255, floats are measurements, such as the columns of a table.
   */
  images: Uint8Array | Float32Array;
  /** The class of each image, an index into {@link Dataset.classes}; `size` of them. */
  labels: Uint8Array | Uint16Array;
}

/** A classification task on images: what to learn from and what to be judged on. */
export interface Dataset {
  name: string;
  /** The names of the classes, by label. */
  classes: readonly string[];
  shape: ImageShape;
  train: Split;
  test: Split;
  /** What images of both splits are normalized by before a network sees them. */
  normalization: Normalization;
  /** How training images are varied; null for images as they are. */
  augmentation: Augmentation | null;
  /** See `datasetHash`; undefined for what is checked when it is fetched. */
  hash?: string;
}
