/** A set of labelled images. */
export interface Split {
  /** Number of images. */
  size: number;
  /** Channels, rows, columns of one image. */
  shape: readonly [channels: number, rows: number, columns: number];
  /** Pixel values 0 ... 255 in the order image, channel, row, column; `size` x channels x rows x columns of them. */
  images: Uint8Array;
  /** The class of each image, an index into {@link Dataset.classes}; `size` of them. */
  labels: Uint8Array;
}

/** A classification task on images: what to learn from and what to be judged on. */
export interface Dataset {
  name: string;
  /** The names of the classes, by label. */
  classes: readonly string[];
  /** Channels, rows, columns of one image. */
  shape: readonly [channels: number, rows: number, columns: number];
  train: Split;
  test: Split;
}
