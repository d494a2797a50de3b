import * as tf from "@tensorflow/tfjs-core";
import { batchNormalization, linear, zeros } from "./initializers.js";
import type { ImageTask, Model } from "./model.js";

/** Units of each hidden layer. */
const widths = [256, 128] as const;

/** A multilayer perceptron: hidden layers of 256 and 128 units, batch normalized and rectified. */
export function mlp({ height, width, channels, classes }: ImageTask): Model {
  const pixels = height * width * channels;
  const layers = widths.map((out, i) => ({
    name: `dense${i + 1}`,
    in: i === 0 ? pixels : widths[i - 1]!,
    out,
  }));
  return {
    name: "mlp",
    parameters: {
      ...Object.assign(
        {},
        ...layers.map((layer) => ({
          [`${layer.name}/kernel`]: linear(layer.in, layer.out),
          ...batchNormalization(layer.name, layer.out),
        })),
      ),
      "output/kernel": linear(widths.at(-1)!, classes),
      "output/bias": zeros(classes),
    },
    normalized: Object.fromEntries(layers.map((layer) => [layer.name, layer.out])),
    noise: {},
    forward(parameters, images, normalize) {
      let x = tf.reshape(images, [images.shape[0], pixels]) as tf.Tensor2D;
      for (const { name } of layers) {
        x = tf.relu(normalize(name, tf.matMul(x, parameters[`${name}/kernel`] as tf.Tensor2D)));
      }
      return tf.add(tf.matMul(x, parameters["output/kernel"] as tf.Tensor2D), parameters["output/bias"]!);
    },
  };
}
