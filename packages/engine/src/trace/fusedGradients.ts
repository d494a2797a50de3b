import * as tf from "@tensorflow/tfjs-core";
import { replaced } from "../replaced.js";
import { isDilated, ofConvolution } from "./gradients.js";

/** What `tf.customGrad` takes. */
type Differentiable = Parameters<typeof tf.customGrad>[0];
type CustomGrad = (fn: Differentiable) => ReturnType<typeof tf.customGrad>;

/** Operations that fuse what follows a convolution into it: the scope each opens, and the convolution's kernel. */
const FUSED: Readonly<Record<string, string>> = {
  fusedConv2d__op: "Conv2D",
  fusedDepthwiseConv2d__op: "DepthwiseConv2dNative",
};

const ours = new WeakSet<CustomGrad>();

/**
 * Has the gradients of dilated convolutions with a bias fused into them, which TensorFlow.js refuses, computed where
 * `knows` holds. They are in no registry: the operation hands its gradient to the engine's `customGrad`, and here that
 * takes another. All else is left to TensorFlow.js. Calling it again does nothing, but where someone else has replaced
 * the method since.
 */
export function differentiateFused(knows: () => boolean): void {
  const engine = tf.engine() as { customGrad: CustomGrad };
  if (ours.has(engine.customGrad)) return;
  replaced(engine, "customGrad", (customGrad) => {
    const corrected: CustomGrad = (fn) => {
      const kernel = FUSED[tf.engine().state.activeScope?.name ?? ""];
      return customGrad.call(engine, kernel !== undefined && knows() ? dilating(kernel, fn) : fn);
    };
    ours.add(corrected);
    return corrected;
  });
}

/** A fused convolution whose gradient knows dilations. What it saves is filters, images, result and any bias. */
const dilating =
  (kernel: string, fn: Differentiable): Differentiable =>
  (...args) => {
    const [attrs, result] = attributesOf(() => fn(...args));
    if (!isDilated(attrs)) return result;
    return {
      value: result.value,
      gradFunc: (dy, [filter, x, , bias]) => {
        // Of a single image TensorFlow.js left the batch out.
        const whole = tf.reshape(dy, [x!.shape[0]!, ...dy.shape.slice(-3)]);
        const { x: dx, filter: dFilter } = ofConvolution(kernel)(whole, [x!, filter!], attrs);
        return [dx!(), dFilter!(), ...(bias === undefined ? [] : [summedTo(bias.shape, whole)])];
      },
    };
  };

/** The attributes of the fused kernel that `fn` runs, and what `fn` gives. */
function attributesOf<T>(fn: () => T): [tf.NamedAttrMap, T] {
  const engine = tf.engine();
  let seen: tf.NamedAttrMap = {};
  const restore = replaced(engine, "runKernel", (runKernel) => (name, inputs, attrs) => {
    if (name.startsWith("Fused")) seen = attrs ?? {};
    return runKernel.call(engine, name, inputs, attrs) as never;
  });
  try {
    const result = fn();
    return [seen, result];
  } finally {
    restore();
  }
}

/** The gradient of what was broadcast from `shape`. */
const summedTo = (shape: number[], dy: tf.Tensor): tf.Tensor =>
  tf.reshape(tf.sum(dy, tf.broadcast_util.getReductionAxes(shape, dy.shape)), shape);
