import * as tf from "@tensorflow/tfjs-core";
// TensorFlow.js' gradient of looking up in batches calls methods of tensors.
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import fc from "fast-check";
import { gradients, shapes, sizeOf, testKernels, values } from "../parity.test.helper.js";
import { gatherKernels } from "./gather.js";

/** Whole numbers from `min` to `max` for a tensor of a shape. */
const integers = (shape: readonly number[], min: number, max: number): fc.Arbitrary<Int32Array> =>
  fc.int32Array({ min, max, minLength: sizeOf(shape), maxLength: sizeOf(shape) });

/** What to look up along an axis, of any shape behind `batchDims` axes in common. */
const lookUps = (batchDims: number) =>
  fc
    .record({ shape: shapes(batchDims + 1, 4), axis: fc.nat(), places: shapes(0, 2) })
    .map(({ shape, axis, places }) => ({
      shape,
      axis: batchDims + (axis % (shape.length - batchDims)),
      at: [...shape.slice(0, batchDims), ...places],
    }))
    .chain(({ shape, axis, at }) =>
      fc.record({
        shape: fc.constant(shape),
        axis: fc.constant(axis),
        at: fc.constant(at),
        i: integers(at, 0, shape[axis]! - 1),
      }),
    );

const segments = fc
  .record({ shape: shapes(1, 3, 6), count: fc.integer({ min: 1, max: 5 }) })
  .chain(({ shape, count }) =>
    fc.record({
      shape: fc.constant(shape),
      count: fc.constant(count),
      // Rows with a negative id belong to no segment.
      ids: integers(shape.slice(0, 1), -1, count - 1),
    }),
  );

testKernels(gatherKernels, {
  "GatherV2 UnsortedSegmentSum": gradients(lookUps(0), ({ shape, axis, at, i }) => ({
    spec: { x: { shape }, i: { shape: at, dtype: "int32" } },
    given: { i },
    fn: ({ x, i }) => tf.gather(x!, i!, axis),
  })),
  "GatherV2 UnsortedSegmentSum: in batches": gradients(lookUps(1), ({ shape, axis, at, i }) => ({
    spec: { x: { shape }, i: { shape: at, dtype: "int32" } },
    given: { i },
    fn: ({ x, i }) => tf.gather(x!, i!, axis, 1),
  })),
  // TensorFlow.js has no gradient of these.
  "GatherV2: in batches of batches": values(lookUps(2), ({ shape, axis, at, i }) => ({
    spec: { x: { shape }, i: { shape: at, dtype: "int32" } },
    given: { i },
    fn: ({ x, i }) => tf.gather(x!, i!, axis, 2),
  })),
  UnsortedSegmentSum: gradients(segments, ({ shape, count, ids }) => ({
    spec: { x: { shape }, i: { shape: shape.slice(0, 1), dtype: "int32" } },
    given: { i: ids },
    fn: ({ x, i }) => tf.unsortedSegmentSum(x!, i as tf.Tensor1D, count),
  })),
});
