export type { Augmentation } from "./data/augmentation.js";
export { type Cifar10Options, loadCifar10 } from "./data/cifar10/index.js";
export type { Dataset, ImageShape, Split } from "./data/dataset.js";
export {
  checkDatasetName,
  type DataProgress,
  datasetNames,
  type LoadOptions,
  loadDataset,
} from "./data/index.js";
export type { Normalization } from "./data/normalization.js";
export * from "./flatness/index.js";
export * from "./measures/index.js";
export { modelNamed } from "./models/index.js";
export {
  batchNormalization,
  convolution,
  type Initializer,
  linear,
  ones,
  zeros,
} from "./models/initializers.js";
export type { ImageTask, Model, NoiseSpec, ParameterSpec } from "./models/model.js";
export { integerBelow } from "./random/integerBelow.js";
export { normal } from "./random/normal.js";
export type { RandomSource } from "./random/randomSource.js";
export { randomStream } from "./random/randomStream.js";
export { uniform } from "./random/uniform.js";
export type {
  EpochResult,
  ErrorKind,
  Outcome,
  Results,
  Series,
  TaskDescription,
  TrialResult,
} from "./results.js";
export type { ExampleArray, Examples } from "./tasks/examples.js";
export { type LayersTaskOptions, layersTask } from "./tasks/layersTask.js";
export { defineTask, type ForwardContext, type UserTask } from "./tasks/userTask.js";
export type { DecayName, OptionValue, Task, Trial } from "./training/trial.js";
