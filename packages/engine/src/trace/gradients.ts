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

/** A gradient that takes the place of TensorFlow.js' own. */
interface Correction {
  /** Of what attributes; default: of all. */
  of?(attrs: tf.NamedAttrMap): boolean;
  gradient: GradientOf;
}

const isDilated = ({ dilations }: tf.NamedAttrMap): boolean =>
  [(dilations ?? 1) as number | number[]].flat().some((dilation) => dilation !== 1);

/** By kernel. TensorFlow.js refuses to differentiate dilated convolutions: its own kernels leave dilations out. */
const CORRECTIONS: Readonly<Record<string, Correction>> = {
  Conv2D: { of: isDilated, gradient: ofConvolution("Conv2D") },
  DepthwiseConv2dNative: { of: isDilated, gradient: ofConvolution("DepthwiseConv2dNative") },
  // The gradient of a gradient: that for the image is linear too.
  Conv2DBackpropInput: {
    of: isDilated,
    gradient: (ddx, [dy, filter], attrs) => ({
      dy: () => run("Conv2D", { x: ddx, filter: filter! }, attrs),
      filter: () =>
        run("Conv2DBackpropFilter", { x: ddx, dy: dy! }, { ...attrs, filterShape: filter!.shape }),
    }),
  },
  // TensorFlow.js' own gradient has its axes in another order, unless the sums run along the last.
  Cumsum: {
    gradient: (dy, _, attrs) => ({
      x: () => run("Cumsum", { x: dy }, { ...attrs, reverse: !attrs.reverse }),
    }),
  },
};

const ours = new WeakSet<Gradient>();

/**
 * Has what TensorFlow.js refuses to differentiate, or differentiates wrongly, done right where `knows` holds. All else
 * is left to TensorFlow.js. Calling it again does nothing, but where someone else has registered these gradients since.
 */
export function registerGradients(knows: () => boolean): void {
  for (const [kernelName, { of = () => true, gradient }] of Object.entries(CORRECTIONS)) {
    const theirs = tf.getGradient(kernelName);
    if (theirs === undefined || ours.has(theirs)) continue;
    const corrected: Gradient = {
      ...theirs,
      gradFunc: (dy, saved, attrs) =>
        of(attrs) && knows() ? gradient(dy as tf.Tensor, saved, attrs) : theirs.gradFunc(dy, saved, attrs),
    };
    ours.add(corrected);
    tf.registerGradient(corrected);
  }
}
