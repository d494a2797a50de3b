export { type BatchNormalization, batchNormTraining } from "./batchNormalization.js";
export {
  type Compiled,
  type CompileOptions,
  compile,
  type Feeds,
  type InputSpec,
  type Inputs,
  type RunOptions,
  type Spec,
} from "./compile.js";
export { EngineError } from "./errors.js";
export type { TensorArray } from "./feeds.js";
