import type { Kernel } from "../trace/kernel.js";
import { activationKernels } from "./activation.js";
import { convolutionKernels } from "./convolution.js";
import { createKernels } from "./create.js";
import { depthwiseKernels } from "./depthwise.js";
import { elementwiseKernels } from "./elementwise.js";
import { gatherKernels } from "./gather.js";
import { linearKernels } from "./linear.js";
import { normalizationKernels } from "./normalization.js";
import { poolKernels } from "./pool.js";
import { reduceKernels } from "./reduce.js";
import { selectKernels } from "./select.js";
import { shapeKernels } from "./shape.js";

/** Every TensorFlow.js kernel that can be compiled. */
export const kernels: readonly Kernel[] = [
  ...activationKernels,
  ...convolutionKernels,
  ...createKernels,
  ...depthwiseKernels,
  ...elementwiseKernels,
  ...gatherKernels,
  ...linearKernels,
  ...normalizationKernels,
  ...poolKernels,
  ...reduceKernels,
  ...selectKernels,
  ...shapeKernels,
];
