import * as tf from "@tensorflow/tfjs-core";
import { batchNormalization, convolution, linear, zeros } from "./initializers.js";
import type { ImageTask, Model } from "./model.js";

/** Channels after each of the three convolutions. */
const widths = [16, 32, 64] as const;

/**
 * A small convolutional network: three 3x3 convolutions of stride 2 (16, 32, 64 channels), each batch
 * normalized and rectified, then a linear layer on the flattened map. 33,946 parameters on 32x32x3 and ten
 * classes: large enough to overfit a few thousand images, small enough to train in seconds.
 */
export function cnn({ height, width, channels, classes }: ImageTask): Model {
  const layers = widths.map((out, i) => ({
    name: `conv${i + 1}`,
    in: i === 0 ? channels : widths[i - 1]!,
    out,
  }));
  const halved = (size: number) => layers.reduce((rest) => Math.ceil(rest / 2), size);
  const features = halved(height) * halved(width) * widths.at(-1)!;
  return {
    name: "cnn",
    parameters: {
      ...Object.assign(
        {},
        ...layers.map((layer) => ({
          [`${layer.name}/kernel`]: convolution(3, layer.in, layer.out),
          ...batchNormalization(layer.name, layer.out),
        })),
      ),
      "output/kernel": linear(features, classes),
      "output/bias": zeros(classes),
    },
    normalized: Object.fromEntries(layers.map((layer) => [layer.name, layer.out])),
    noise: {},
    forward(parameters, images, normalize) {
      let x = images;
      for (const { name } of layers) {
        x = tf.relu(normalize(name, tf.conv2d(x, parameters[`${name}/kernel`] as tf.Tensor4D, 2, "same")));
      }
      const flat = tf.reshape(x, [images.shape[0], features]);
      return tf.add(tf.matMul(flat, parameters["output/kernel"] as tf.Tensor2D), parameters["output/bias"]!);
    },
  };
}
