export { type AdaptiveSharpnessOptions, adaptiveSharpness } from "./adaptiveSharpness.js";
export { filterNormalizedDirection } from "./filterNormalizedDirection.js";
export { type FilterNormalizedRiseOptions, filterNormalizedRise } from "./filterNormalizedRise.js";
export { type HessianTrace, type HessianTraceOptions, hessianTrace } from "./hessianTrace.js";
export { type HessianVectorProductOptions, hessianVectorProduct } from "./hessianVectorProduct.js";
export {
  type Interpolation,
  type InterpolationOptions,
  interpolated,
  interpolation,
} from "./interpolation.js";
export { type Landscape, type LandscapeOptions, landscape } from "./landscape.js";
export type { FloatArray, LossFunction, Weights } from "./lossFunction.js";
export { moved } from "./moved.js";
export { mSharpness } from "./mSharpness.js";
export type { PointDone } from "./positions.js";
export type { Eigenvalue, EigenvalueOptions } from "./powerIteration.js";
export { type SamSharpnessOptions, samSharpness } from "./samSharpness.js";
export { type SpectralDensityOptions, type SpectralNode, spectralDensity } from "./spectralDensity.js";
export { topEigenvalue, topEigenvalues } from "./topEigenvalues.js";
export type { Vector } from "./vector.js";
