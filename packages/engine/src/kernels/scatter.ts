import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { cast } from "../ops/elementwise.js";
import { expand, gatherNd, reshape, scatterNd } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { dtypeOf, inRowMajor, rowMajor, shapeOf, type View } from "../trace/view.js";

/** `base` with `updates` written, or added, at coordinates [..., axes indexed]; both given as TensorFlow.js does. */
function scattered(graph: Graph, base: Value, indices: View, updates: View, add: boolean): View {
  const places = shapeOf(indices);
  const type = { shape: shapeOf(updates) } as tf.Tensor;
  tf.backend_util.calculateShapes(type, { shape: places } as tf.Tensor, [...base.shape]);
  const depth = places.length > 1 ? places.at(-1)! : 1;
  const rows = places.length > 1 ? places.slice(0, -1) : places;
  const at = reshape(graph, cast(graph, inRowMajor(graph, indices), "int64"), [...rows, depth]);
  const written = [...rows, ...base.shape.slice(depth)];
  const given = inRowMajor(graph, updates);
  // One number may stand for all of them.
  const values = given.shape.length === 0 ? expand(graph, given, written) : reshape(graph, given, written);
  return rowMajor(scatterNd(graph, base, at, values, add));
}

/** Reading and writing by coordinates. */
export const scatterKernels: readonly Kernel[] = [
  kernel<"params" | "indices">("GatherNd", ({ graph, inputs: { params, indices } }) => {
    tf.backend_util.prepareAndValidate(
      { shape: shapeOf(params), size: sizeOf(params.value.shape) } as tf.Tensor,
      { shape: shapeOf(indices), dtype: dtypeOf(indices) } as tf.Tensor,
    );
    const at = cast(graph, inRowMajor(graph, indices), "int64");
    return rowMajor(gatherNd(graph, inRowMajor(graph, params), at));
  }),
  kernel<"indices" | "updates", tf.ScatterNdAttrs>(
    "ScatterNd",
    ({ graph, inputs: { indices, updates }, attrs }) => {
      const zeros = graph.fill(0, attrs.shape, dtypeOf(updates));
      return scattered(graph, zeros, indices, updates, true);
    },
  ),
  kernel<"tensor" | "indices" | "updates">("TensorScatterUpdate", ({ graph, inputs }) =>
    scattered(graph, inRowMajor(graph, inputs.tensor), inputs.indices, inputs.updates, false),
  ),
  kernel<"sparseIndices" | "sparseValues" | "defaultValue", tf.SparseToDenseAttrs>(
    "SparseToDense",
    ({ graph, inputs: { sparseIndices, sparseValues, defaultValue }, attrs }) => {
      const base = expand(graph, inRowMajor(graph, defaultValue), attrs.outputShape);
      return scattered(graph, base, sparseIndices, sparseValues, false);
    },
  ),
];
