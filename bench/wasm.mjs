import { setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

/**
 * The wasm backend with the one kernel it lacks for training convolutions, the filter gradient, composed of
 * kernels it has: what each tap of the filter sees of the images, times dy, as a product of matrices.
 */
export async function setUpWasm(threads) {
  setThreadsCount(threads);
  if (!(await tf.setBackend("wasm"))) return false;
  await tf.ready();
  if (tf.getKernel("Conv2DBackpropFilter", "wasm") === undefined)
    tf.registerKernel({
      kernelName: "Conv2DBackpropFilter",
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs }) => filterGradient(inputs.x, inputs.dy, attrs),
    });
  return true;
}

function filterGradient(x, dy, { strides, pad, dimRoundingMode, filterShape }) {
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
  const { top, bottom, left, right } = info.padInfo;
  const [kh, kw, ins, outs] = filterShape;
  const [n, height, width] = dy.shape;
  return tf.tidy(() => {
    const images = tf.pad(tf.clone(x), [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
    const taps = [];
    for (let i = 0; i < kh; i++)
      for (let j = 0; j < kw; j++) {
        const end = [
          n,
          i + (height - 1) * info.strideHeight + 1,
          j + (width - 1) * info.strideWidth + 1,
          ins,
        ];
        taps.push(tf.stridedSlice(images, [0, i, j, 0], end, [1, info.strideHeight, info.strideWidth, 1]));
      }
    const columns = tf.reshape(tf.concat(taps, 3), [-1, kh * kw * ins]);
    return tf.reshape(tf.matMul(columns, tf.reshape(dy, [-1, outs]), true), filterShape);
  });
}
