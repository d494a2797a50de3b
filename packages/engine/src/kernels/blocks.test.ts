import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { differences, gradients, shapes, sizeOf, testKernels, values } from "../parity.test.helper.js";
import { blockKernels } from "./blocks.js";

/** An axis of so many blocks, less what is padded or cropped. */
const axes = fc.array(
  fc
    .record({
      cells: fc.integer({ min: 1, max: 3 }),
      block: fc.integer({ min: 1, max: 3 }),
      edges: fc.tuple(fc.nat(1), fc.nat(1)),
    })
    .map((axis) => ({ ...axis, left: axis.cells * axis.block - axis.edges[0] - axis.edges[1] }))
    .filter(({ left }) => left > 0),
  { minLength: 1, maxLength: 2 },
);

const images = fc.record({ batch: fc.integer({ min: 1, max: 2 }), axes, rest: shapes(0, 2) });

const side = fc.integer({ min: 1, max: 3 });

const squares = fc.record({
  size: fc.tuple(side, side, side),
  block: fc.integer({ min: 2, max: 3 }),
  depth: side,
});

testKernels(blockKernels, {
  SpaceToBatchND: gradients(images, ({ batch, axes, rest }) => ({
    spec: { x: { shape: [batch, ...axes.map(({ left }) => left), ...rest] } },
    fn: ({ x }) =>
      tf.spaceToBatchND(
        x!,
        axes.map(({ block }) => block),
        axes.map(({ edges }) => edges),
      ),
  })),
  BatchToSpaceND: gradients(images, ({ batch, axes, rest }) => {
    const blocks = axes.map(({ block }) => block);
    return {
      spec: { x: { shape: [batch * sizeOf(blocks), ...axes.map(({ cells }) => cells), ...rest] } },
      fn: ({ x }) =>
        tf.batchToSpaceND(
          x!,
          blocks,
          axes.map(({ edges }) => edges),
        ),
    };
  }),
  "DepthToSpace: as in TensorFlow.js": values(squares, ({ size, block, depth }) => ({
    spec: { x: { shape: [...size, depth * block ** 2] } },
    fn: ({ x }) => tf.depthToSpace(x as tf.Tensor4D, block),
  })),
  DepthToSpace: gradients(squares, ({ size: [n, height, width], block, depth }) => ({
    spec: { x: { shape: [n, height, width, depth * block ** 2] } },
    fn: ({ x }) => tf.depthToSpace(x as tf.Tensor4D, block),
    likewise: ({ x }) => {
      const blocks = tf.reshape(x!, [n, height, width, block, block, depth]);
      return tf.reshape(tf.transpose(blocks, [0, 1, 3, 2, 4, 5]), [n, height * block, width * block, depth]);
    },
  })),
  // TensorFlow.js' own knows channels last alone.
  "DepthToSpace: of channels first": differences(squares, ({ size: [n, height, width], block, depth }) => ({
    spec: { x: { shape: [n, depth * block ** 2, height, width] } },
    fn: ({ x }) => tf.depthToSpace(x as tf.Tensor4D, block, "NCHW"),
    reference: ({ x }) => {
      const [rows, columns] = [height * block, width * block];
      return x!.map((_, at) => {
        const [row, column] = [Math.floor(at / columns) % rows, at % columns];
        const [image, channel] = [
          Math.floor(at / columns / rows / depth),
          Math.floor(at / columns / rows) % depth,
        ];
        const from = image * block ** 2 + (row % block) * block + (column % block);
        const pixel = Math.floor(row / block) * width + Math.floor(column / block);
        return x![(from * depth + channel) * height * width + pixel]!;
      });
    },
  })),
});
