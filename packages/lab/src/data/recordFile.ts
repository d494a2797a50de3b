import type { Integrity } from "./integrity.js";

/**
 * A file of records, each a label and an image as bytes, training images first, and how to know that it is the
 * right one.
 */
export interface RecordFile {
  /** The data set's name as people write it: "CIFAR-10". */
  title: string;
  path: string;
  bytes: number;
  integrity: Integrity;
}
