import * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import { range, sizeOf } from "../graph/shapes.js";
import type { Value } from "../graph/types.js";
import { binary, cast, where } from "../ops/elementwise.js";
import { gather, reshape, scatterNd } from "../ops/shape.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { inRowMajor, rowMajor, shapeOf } from "../trace/view.js";

type GatherInfo = ReturnType<typeof tf.backend_util.segment_util.collectGatherOpShapeInfo>;

/** Looking up where each batch has indices of its own: batches lie one behind the other along one axis. */
function gatherInBatches(graph: Graph, x: Value, indices: Value, info: GatherInfo): Value {
  const { batchSize, outerSize, dimSize, sliceSize, outputShape } = info;
  const count = sizeOf(indices.shape) / batchSize;
  // An index into [batch, outer, dim]: the start of the batch and of the outer row, and the index given.
  const starts = Int32Array.from(range(batchSize * outerSize), (i) => i * dimSize);
  const offsets = graph.constant(starts, [batchSize, outerSize, 1], "int32");
  const at = binary(graph, "Add", offsets, reshape(graph, indices, [batchSize, 1, count]));
  const rows = reshape(graph, x, [batchSize * outerSize * dimSize, sliceSize]);
  return reshape(graph, gather(graph, rows, at, 0), outputShape);
}

/** Looking rows up (embeddings) and adding rows up by index, which is its gradient. */
export const gatherKernels: readonly Kernel[] = [
  kernel<"x" | "indices", tf.GatherV2Attrs>("GatherV2", ({ graph, inputs: { x, indices }, attrs }) => {
    const [shape, places] = [shapeOf(x), shapeOf(indices)];
    const axis = attrs.axis < 0 ? attrs.axis + shape.length : attrs.axis;
    const rows = cast(graph, inRowMajor(graph, indices), "int32");
    const value = inRowMajor(graph, x);
    const info = tf.backend_util.segment_util.collectGatherOpShapeInfo(
      { shape } as tf.Tensor,
      { shape: places } as tf.Tensor,
      axis,
      attrs.batchDims ?? 0,
    );
    if (info.batchSize === 1) {
      const { outerSize, dimSize, sliceSize } = info;
      const flat = gather(
        graph,
        reshape(graph, value, [outerSize, dimSize, sliceSize]),
        reshape(graph, rows, [sizeOf(places)]),
        1,
      );
      return rowMajor(reshape(graph, flat, info.outputShape));
    }
    return rowMajor(gatherInBatches(graph, value, rows, info));
  }),
  kernel<"x" | "segmentIds", tf.UnsortedSegmentSumAttrs>(
    "UnsortedSegmentSum",
    ({ graph, inputs: { x, segmentIds }, attrs }) => {
      const given = inRowMajor(graph, segmentIds);
      const ids = reshape(graph, cast(graph, given, "int32"), [...given.shape, 1]);
      const value = inRowMajor(graph, x);
      // Rows with a negative id belong nowhere: they add nothing to the first segment.
      const zero = graph.fill(0, [], "int32");
      const rest = value.shape.slice(given.shape.length);
      const belongs = reshape(graph, binary(graph, "GreaterOrEqual", ids, zero), [
        ...given.shape,
        ...rest.map(() => 1),
      ]);
      const rows = where(graph, belongs, value, graph.fill(0, [], value.dtype));
      const places = cast(graph, binary(graph, "Max", ids, zero), "int64");
      const zeros = graph.fill(0, [attrs.numSegments, ...rest], value.dtype);
      return rowMajor(scatterNd(graph, zeros, places, rows, true));
    },
  ),
];
