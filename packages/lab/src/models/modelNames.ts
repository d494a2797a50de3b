/** How the names of models read. A depth is 6n + 2; without modes, Shake-Shake's are shake-shake-image. */
export const modelNames = [
  "mlp",
  "cnn",
  "all-cnn-<width>",
  "resnet-<depth>",
  "shake-shake-<depth>-2x<width>d",
  "shake-shake-<depth>-2x<width>d-<forward>-<backward>-<level>",
] as const;
