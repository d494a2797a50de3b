export { AbsoluteLR } from "./AbsoluteLR.js";
export { ChainedScheduler, type ChainedSchedulerOptions } from "./ChainedScheduler.js";
export { ConstantLR, type ConstantLROptions } from "./ConstantLR.js";
export { CosineAnnealingLR, type CosineAnnealingLROptions } from "./CosineAnnealingLR.js";
export {
  CosineAnnealingWarmRestarts,
  type CosineAnnealingWarmRestartsOptions,
} from "./CosineAnnealingWarmRestarts.js";
export { CyclicLR, type CyclicLROptions } from "./CyclicLR.js";
export { ExponentialLR, type ExponentialLROptions } from "./ExponentialLR.js";
export { LambdaLR } from "./LambdaLR.js";
export { LinearLR, type LinearLROptions } from "./LinearLR.js";
export { LRScheduler, type SchedulerStateDict } from "./LRScheduler.js";
export type { LambdaOptions } from "./lambdas.js";
export { MultiplicativeLR } from "./MultiplicativeLR.js";
export { MultiStepLR, type MultiStepLROptions } from "./MultiStepLR.js";
export { OneCycleLR, type OneCycleLROptions } from "./OneCycleLR.js";
export { PolynomialLR, type PolynomialLROptions } from "./PolynomialLR.js";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./ReduceLROnPlateau.js";
export { SequentialLR, type SequentialLROptions } from "./SequentialLR.js";
export { StepLR, type StepLROptions } from "./StepLR.js";
export { SWALR, type SWALROptions } from "./SWALR.js";
export type { LastEpoch, PerGroup, Schedulable, ScheduledGroup } from "./schedulable.js";
