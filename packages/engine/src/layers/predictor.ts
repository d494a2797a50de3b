import type * as tf from "@tensorflow/tfjs-core";
import type { Placement } from "../device.js";
import { EngineError } from "../errors.js";
import { checkArray, newArray } from "../feeds.js";
import { type Loaded, load } from "../load.js";
import { type Arrays, prefixed, type Shapes, under } from "../training/trainee.js";

/** A model's output for batches of one size, with weights that change. */
export interface Predictor {
  /** @param current the weights as they are, asked for at once. */
  predict(images: Float32Array, current: () => Promise<Arrays>): Promise<Float32Array>;
  /** Releases what it holds, once predictions under way have ended. */
  release(): void;
}

/**
 * Predicts with a function of images and weights, which is compiled when the first prediction is asked for.
 *
 * @param shape that of a batch of images.
 * @param weights those of the weights, by name.
 */
export function predictor(
  fn: (images: tf.Tensor, weights: Readonly<Record<string, tf.Tensor>>) => tf.Tensor,
  shape: readonly number[],
  weights: Shapes,
  placement: Placement,
): Predictor {
  const specs = Object.fromEntries(Object.entries(weights).map(([name, shape]) => [name, { shape }]));
  let loaded: Promise<Loaded> | undefined;
  let open = true;
  let underWay = 0;

  function compiled(): Promise<Loaded> {
    loaded ??= load(
      (tensors) => ({ y: fn(tensors.x!, under("weight/", tensors)) }),
      { x: { shape }, ...prefixed("weight/", specs) },
      placement,
    ).catch((error: unknown) => {
      // The next prediction tries again.
      loaded = undefined;
      throw error;
    });
    return loaded;
  }

  function releaseIfDone(): void {
    if (open || underWay > 0) return;
    void loaded?.then(
      ({ session }) => session.release(),
      () => undefined,
    );
  }

  return {
    async predict(images, current) {
      if (!open) throw new EngineError("this model has been disposed; compile it again to predict");
      checkArray('input "x"', images, shape, "float32");
      underWay++;
      try {
        const [arrays, { session, outputs }] = await Promise.all([current(), compiled()]);
        const result = newArray(outputs[0]!.shape, "float32") as Float32Array;
        await session.run([images, ...Object.keys(weights).map((name) => arrays[name]!)], [result]);
        return result;
      } finally {
        underWay--;
        releaseIfDone();
      }
    },
    release() {
      open = false;
      releaseIfDone();
    },
  };
}
