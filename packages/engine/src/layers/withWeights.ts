import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** A weight of a layer, which layers read and write through its own methods. */
export type Weight = LayersModel["weights"][number];

/**
 * Calls `fn` while the layers' weights read as other tensors, by name, and what layers write is caught: the running
 * statistics of batch normalization.
 *
 * @returns what `fn` gives, and the tensors written, by name.
 */
export function withWeights<T>(
  weights: readonly Weight[],
  tensors: Readonly<Record<string, tf.Tensor>>,
  fn: () => T,
): { result: T; written: Record<string, tf.Tensor> } {
  const written: Record<string, tf.Tensor> = {};
  for (const weight of weights) {
    const { name } = weight;
    weight.read = () => (written[name] ?? tensors[name]) as tf.Variable;
    weight.write = (value) => {
      written[name] = value;
      return weight;
    };
  }
  try {
    return { result: fn(), written };
  } finally {
    for (const weight of weights as readonly Partial<Weight>[]) {
      // The methods of the class show again.
      delete weight.read;
      delete weight.write;
    }
  }
}
