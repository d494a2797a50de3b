export { type Cifar10Options, loadCifar10 } from "./data/cifar10/index.js";
export type { Dataset, Split } from "./data/dataset.js";
export * from "./measures/index.js";
export { modelNamed } from "./models/index.js";
export type { ImageTask, Model } from "./models/model.js";
export type { EpochResult, OptimizerSummary, Results, TrialResult } from "./results.js";
