import * as tf from "@tensorflow/tfjs-core";

type Gradient = NonNullable<ReturnType<typeof tf.getGradient>>;
type GradientOf = (
  dy: tf.Tensor,
  saved: tf.Tensor[],
  attrs: tf.NamedAttrMap,
) => Record<string, () => tf.Tensor>;

const run = (name: string, inputs: Record<string, tf.Tensor>, attrs: tf.NamedAttrMap): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attrs) as tf.Tensor;

/** The gradient of a convolution, whose kernels for image and filters are called after it. */
const ofConvolution =
  (name: string): GradientOf =>
  (dy, [x, filter], attrs) => ({
    x: () => run(`${name}BackpropInput`, { dy, filter: filter! }, { ...attrs, inputShape: x!.shape }),
    filter: () => run(`${name}BackpropFilter`, { x: x!, dy }, { ...attrs, filterShape: filter!.shape }),
  });

/** Gradients of dilated convolutions by kernel. The last is one of a gradient: that for the image is linear too. */
const DILATED: Readonly<Record<string, GradientOf>> = {
  Conv2D: ofConvolution("Conv2D"),
  DepthwiseConv2dNative: ofConvolution("DepthwiseConv2dNative"),
  Conv2DBackpropInput: (ddx, [dy, filter], attrs) => ({
    dy: () => run("Conv2D", { x: ddx, filter: filter! }, attrs),
    filter: () => run("Conv2DBackpropFilter", { x: ddx, dy: dy! }, { ...attrs, filterShape: filter!.shape }),
  }),
};

const isDilated = ({ dilations }: tf.NamedAttrMap): boolean =>
  [(dilations ?? 1) as number | number[]].flat().some((dilation) => dilation !== 1);

const ours = new WeakSet<Gradient>();

/**
 * Lets dilated convolutions be differentiated where `knows` holds: TensorFlow.js refuses to, since its own kernels of
 * gradients leave dilations out. All else is left to TensorFlow.js. Calling it again does nothing, but where someone
 * else has registered these gradients since.
 */
export function registerGradients(knows: () => boolean): void {
  for (const [kernelName, dilated] of Object.entries(DILATED)) {
    const theirs = tf.getGradient(kernelName);
    if (theirs === undefined || ours.has(theirs)) continue;
    const gradient: Gradient = {
      ...theirs,
      gradFunc: (dy, saved, attrs) =>
        isDilated(attrs) && knows()
          ? dilated(dy as tf.Tensor, saved, attrs)
          : theirs.gradFunc(dy, saved, attrs),
    };
    ours.add(gradient);
    tf.registerGradient(gradient);
  }
}
