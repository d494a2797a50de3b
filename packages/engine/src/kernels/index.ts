import type { Kernel } from "../trace/kernel.js";
import { activationKernels } from "./activation.js";
import { argmaxPoolKernels } from "./argmaxPool.js";
import { blockKernels } from "./blocks.js";
import { convolutionKernels } from "./convolution.js";
import { createKernels } from "./create.js";
import { cumulativeKernels } from "./cumulative.js";
import { depthwiseKernels } from "./depthwise.js";
import { elementwiseKernels } from "./elementwise.js";
import { fusedKernels } from "./fused.js";
import { gatherKernels } from "./gather.js";
import { linearKernels } from "./linear.js";
import { localResponseKernels } from "./localResponse.js";
import { normalizationKernels } from "./normalization.js";
import { orderKernels } from "./order.js";
import { poolKernels } from "./pool.js";
import { reduceKernels } from "./reduce.js";
import { resizeKernels } from "./resize.js";
import { scatterKernels } from "./scatter.js";
import { selectKernels } from "./select.js";
import { shapeKernels } from "./shape.js";
import { volumeKernels } from "./volume.js";

/** Every TensorFlow.js kernel that can be compiled. */
export const kernels: readonly Kernel[] = [
  ...blockKernels,
  ...convolutionKernels,
  ...createKernels,
  ...cumulativeKernels,
  ...depthwiseKernels,
  ...elementwiseKernels,
  ...fusedKernels,
  ...gatherKernels,
  ...linearKernels,
  ...localResponseKernels,
  ...normalizationKernels,
  ...orderKernels,
  ...poolKernels,
  ...reduceKernels,
  ...resizeKernels,
  ...scatterKernels,
  ...selectKernels,
  ...shapeKernels,
  ...volumeKernels,
  ...activationKernels,
  ...argmaxPoolKernels,
];
