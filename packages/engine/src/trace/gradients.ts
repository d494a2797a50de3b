import * as tf from "@tensorflow/tfjs-core";
import { type GradientOf, MISSING, type Missing, ofInputGradient, run } from "./missingGradients.js";

type Gradient = NonNullable<ReturnType<typeof tf.getGradient>>;

/** The gradient of a convolution, whose kernels for image and filters are called after it. */
export const ofConvolution =
  (name: string, version = ""): GradientOf =>
  (dy, [x, filter], attrs) => ({
    x: () =>
      run(`${name}BackpropInput${version}`, { dy, filter: filter! }, { ...attrs, inputShape: x!.shape }),
    filter: () =>
      run(`${name}BackpropFilter${version}`, { x: x!, dy }, { ...attrs, filterShape: filter!.shape }),
  });

/** A gradient that takes the place of TensorFlow.js' own. */
interface Correction {
  /** Of what attributes; default: of all. */
  of?(attrs: tf.NamedAttrMap): boolean;
  gradient: GradientOf;
}

export const isDilated = ({ dilations }: tf.NamedAttrMap): boolean =>
  [(dilations ?? 1) as number | number[]].flat().some((dilation) => dilation !== 1);

/** By kernel. TensorFlow.js refuses to differentiate dilated convolutions: its own kernels leave dilations out. */
const CORRECTIONS: Readonly<Record<string, Correction>> = {
  Conv2D: { of: isDilated, gradient: ofConvolution("Conv2D") },
  Conv3D: { of: isDilated, gradient: ofConvolution("Conv3D", "V2") },
  DepthwiseConv2dNative: { of: isDilated, gradient: ofConvolution("DepthwiseConv2dNative") },
  Conv2DBackpropInput: { of: isDilated, gradient: ofInputGradient("Conv2D") },
  // TensorFlow.js' own gradient has its axes in another order, unless the sums run along the last.
  Cumsum: {
    gradient: (dy, _, attrs) => ({
      x: () => run("Cumsum", { x: dy }, { ...attrs, reverse: !attrs.reverse }),
    }),
  },
  // TensorFlow.js' own take a single part, which comes without a list, for none.
  SplitV: { gradient: (dy, _, { axis }) => ({ x: () => tf.concat([dy].flat(), axis as number) }) },
  Unpack: { gradient: (dy, _, { axis }) => ({ value: () => tf.stack([dy].flat(), axis as number) }) },
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
    register({
      ...theirs,
      gradFunc: (dy, saved, attrs) =>
        of(attrs) && knows() ? gradient(dy as tf.Tensor, saved, attrs) : theirs.gradFunc(dy, saved, attrs),
    });
  }
  for (const [kernelName, missing] of Object.entries(MISSING))
    if (tf.getGradient(kernelName) === undefined) register(where(knows, kernelName, missing));
}

function register(gradient: Gradient): void {
  ours.add(gradient);
  tf.registerGradient(gradient);
}

/** A gradient that TensorFlow.js does not have; where it is not known, the error says what TensorFlow.js would. */
const where = (knows: () => boolean, kernelName: string, { saves, gradient }: Missing): Gradient => ({
  kernelName,
  ...saves,
  gradFunc: (dy, saved, attrs) => {
    if (!knows()) throw new Error(`Cannot compute gradient: gradient function not found for ${kernelName}.`);
    return gradient(dy as tf.Tensor, saved, attrs);
  },
});
