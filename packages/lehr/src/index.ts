export type { Arithmetic } from "./arithmetic/arithmetic.js";
export { type AccumulateOptions, type Accumulating, accumulate } from "./around/accumulate.js";
export { type AsamOptions, asam } from "./around/asam.js";
export { type AtEvaluationWeightsOptions, atEvaluationWeights } from "./around/atEvaluationWeights.js";
export type { Averaging } from "./around/average.js";
export { type ClipAdaptivelyOptions, clipAdaptively } from "./around/clipAdaptively.js";
export { type ClipByGlobalNormOptions, clipByGlobalNorm } from "./around/clipByGlobalNorm.js";
export { clipByValue } from "./around/clipByValue.js";
export { type EmaOptions, ema } from "./around/ema.js";
export type { AnyBound } from "./around/extend.js";
export { type LookaheadOptions, type LookingAhead, lookahead } from "./around/lookahead.js";
export { type SamOptions, sam } from "./around/sam.js";
export {
  type SkipNonFiniteOptions,
  type SkippedStep,
  type SkippingNonFinite,
  skipNonFinite,
} from "./around/skipNonFinite.js";
export { type SwaOptions, swa } from "./around/swa.js";
export type { TwoPhases } from "./around/twoPhases.js";
export { type Hooks, type StepEvent, withHooks } from "./around/withHooks.js";
export type { ArraysOf, FloatArray, Indexed, Parameters } from "./binding/arena.js";
export type {
  BindOptions,
  BoundGroup,
  BoundOptimizer,
  Gradients,
  LoadOptions,
} from "./binding/boundOptimizer.js";
export type { Dtype } from "./binding/dtype.js";
export { type NextUpdate, nextUpdate, type UpdatePart } from "./binding/nextUpdate.js";
export { type ConvertDecayOptions, convertDecay } from "./decay/convertDecay.js";
export { type CorrectedOptions, corrected } from "./decay/corrected.js";
export type { Decay, DecayConvention, DecayOptions, DecoupledDecayOptions } from "./decay/decay.js";
export { type DecoupledOptions, decoupled } from "./decay/decoupled.js";
export { l2 } from "./decay/l2.js";
export { lrScaled } from "./decay/lrScaled.js";
export { type NormalizedOptions, normalized } from "./decay/normalized.js";
export {
  type FindLearningRateOptions,
  type FoundLearningRate,
  findLearningRate,
  type LearningRateTrial,
} from "./findLearningRate/findLearningRate.js";
export type { Suggestions } from "./findLearningRate/suggestions.js";
export type { Hyperparameter } from "./hyperparameter.js";
export { type Match, matrices, type Tensor } from "./match.js";
export { type AdaBeliefOptions, adabelief } from "./optimizers/adabelief.js";
export { type AdadeltaOptions, adadelta } from "./optimizers/adadelta.js";
export { type AdagradOptions, adagrad } from "./optimizers/adagrad.js";
export { type AdamOptions, adam } from "./optimizers/adam.js";
export { type AdamaxOptions, adamax } from "./optimizers/adamax.js";
export { adamw } from "./optimizers/adamw.js";
export { type AdanOptions, adan } from "./optimizers/adan.js";
export { type LambOptions, lamb } from "./optimizers/lamb.js";
export { type LarsOptions, lars } from "./optimizers/lars.js";
export { type LionOptions, lion } from "./optimizers/lion.js";
export { type NAdamOptions, nadam } from "./optimizers/nadam.js";
export type { CommonOptions, Optimizer, ParameterGroup } from "./optimizers/optimizer.js";
export { type RAdamOptions, radam } from "./optimizers/radam.js";
export { type RmspropOptions, rmsprop } from "./optimizers/rmsprop.js";
export { type ScheduleFreeAdamwOptions, scheduleFreeAdamw } from "./optimizers/scheduleFreeAdamw.js";
export { type ScheduleFreeSgdOptions, scheduleFreeSgd } from "./optimizers/scheduleFreeSgd.js";
export { type SgdOptions, sgd } from "./optimizers/sgd.js";
export { sgdw } from "./optimizers/sgdw.js";
export { type Plateau, type PlateauOptions, type PlateauState, plateau } from "./plateau/plateau.js";
export type { Coordinate, Rule, RuleMemory, StepContext, TensorSums, Update } from "./rules/rule.js";
export type { MomentumBuffer } from "./rules/sgd.js";
export { type ClampOptions, clamp } from "./schedules/clamp.js";
export { type ConstantOptions, constant } from "./schedules/constant.js";
export { type CosineOptions, cosine } from "./schedules/cosine.js";
export { type CyclicMode, type CyclicOptions, cyclic } from "./schedules/cyclic.js";
export { describeSchedule, type Json, type ScheduleDescription } from "./schedules/description.js";
export { type ExponentialOptions, exponential } from "./schedules/exponential.js";
export { scheduleFromDescription } from "./schedules/fromDescription.js";
export { type GeometricOptions, geometric } from "./schedules/geometric.js";
export { type InverseSquareRootOptions, inverseSquareRoot } from "./schedules/inverseSquareRoot.js";
export { type InverseTimeOptions, inverseTime } from "./schedules/inverseTime.js";
export { type LinearOptions, linear } from "./schedules/linear.js";
export { type MultiStepDecayOptions, multiStepDecay } from "./schedules/multiStepDecay.js";
export { type OneCycleOptions, oneCycle } from "./schedules/oneCycle.js";
export type { Anneal } from "./schedules/oneCyclePhases.js";
export { type OneMinusSqrtOptions, oneMinusSqrt } from "./schedules/oneMinusSqrt.js";
export { type PiecewiseConstantOptions, piecewiseConstant } from "./schedules/piecewiseConstant.js";
export { type PiecewiseInterpolateOptions, piecewiseInterpolate } from "./schedules/piecewiseInterpolate.js";
export { type PolynomialOptions, polynomial } from "./schedules/polynomial.js";
export { product } from "./schedules/product.js";
export { type RemainingUpdates, remainingUpdates } from "./schedules/remainingUpdates.js";
export { type Endpoints, type RestartsOptions, restarts } from "./schedules/restarts.js";
export { type SampleOptions, type SchedulePoint, sampleSchedule } from "./schedules/sampleSchedule.js";
export { scale } from "./schedules/scale.js";
export type { Period, Schedule } from "./schedules/schedule.js";
export { type SequenceOptions, sequence } from "./schedules/sequence.js";
export { type StepDecayOptions, stepDecay } from "./schedules/stepDecay.js";
export { type TanhOptions, tanh } from "./schedules/tanh.js";
export { type WarmupOptions, warmup } from "./schedules/warmup.js";
export { type WarmupStableDecayOptions, warmupStableDecay } from "./schedules/warmupStableDecay.js";
export { decodeState, encodeState } from "./state/file.js";
export type { AroundState, OptimizerState, ParameterState } from "./state/optimizerState.js";
export {
  readSafetensors,
  type SafetensorsContent,
  type ShapedArray,
  writeSafetensors,
} from "./state/safetensors.js";
