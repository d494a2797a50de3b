/**
 * How the names of datasets read. Images of a folder get the size of the first of them, or `size` x `size` pixels.
 */
export const datasetNames = [
  "cifar10",
  "mnist",
  "imagenet32:<folder>",
  "folder:<folder>",
  "folder:<folder>@<size>",
  "csv:<file>",
] as const;
