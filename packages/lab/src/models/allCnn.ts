import * as tf from "@tensorflow/tfjs-core";
import { classifier, classify } from "./classifier.js";
import { filters, joined, normalization } from "./layers.js";
import type { ModelMaker } from "./model.js";

/**
 * A small network of convolutions alone: three 3x3 convolutions of stride 2 (`width`, twice and four times `width`
 * channels), each batch normalized and rectified, the mean over the map, a linear layer on the means. As in the
 * paper's networks, and unlike in `cnn`, nearly all weights are followed by batch normalization, so that their scale
 * changes nothing but how far an update turns them: on that weight decay acts.
 *
 * Source of the idea: Springenberg et al., "Striving for Simplicity: The All Convolutional Net", 2015.
 *
 * Parameters on three channels and ten classes: 90 w^2 + 81 w + 10, that is 24,346 at width 16 and 94,762 at 32.
 *
 * @param width channels of the first convolution.
 */
export function allCnn(width: number): ModelMaker {
  return ({ channels, classes }) => {
    const layers = [1, 2, 4].map((times, i) => ({
      name: `conv${i + 1}`,
      in: i === 0 ? channels : (times / 2) * width,
      out: times * width,
    }));
    return {
      name: `all-cnn-${width}`,
      ...joined([
        ...layers.flatMap((layer) => [
          filters(layer.name, 3, layer.in, layer.out),
          normalization(layer.name, layer.out),
        ]),
        classifier(4 * width, classes),
      ]),
      noise: {},
      forward(parameters, images, normalize) {
        let x = images;
        for (const { name } of layers) {
          x = tf.relu(normalize(name, tf.conv2d(x, parameters[`${name}/kernel`] as tf.Tensor4D, 2, "same")));
        }
        return classify(parameters, x);
      },
    };
  };
}
