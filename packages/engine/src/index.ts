export { type BatchNormalization, batchNormTraining } from "./batchNormalization.js";
export { clipByGlobalNorm } from "./clipByGlobalNorm.js";
export {
  type Compiled,
  type CompileOptions,
  compile,
  type Feeds,
  type Inputs,
  type RunOptions,
} from "./compile.js";
export type { Device } from "./device.js";
export { EngineError } from "./errors.js";
export type { TensorArray } from "./feeds.js";
export { checkLayersModel } from "./layers/checkLayersModel.js";
export {
  type CompiledLayersModel,
  compileLayersModel,
  type LayersModelOptions,
} from "./layers/compileLayersModel.js";
export { type LayersLoss, layersLoss } from "./layers/losses.js";
export { withWeights } from "./layers/withWeights.js";
export type { InputSpec, Spec } from "./load.js";
export type { GradientTransformation, LossFunction, LossInputs, LossOutputs } from "./training/loss.js";
export type { StepResult } from "./training/trainee.js";
export {
  compileTrainingStep,
  type Initial,
  type Restart,
  type TrainingStep,
  type TrainingStepOptions,
} from "./training/trainingStep.js";
