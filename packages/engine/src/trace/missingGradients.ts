import * as tf from "@tensorflow/tfjs-core";

/** Gradients by operand, from that of the result, what was saved and the kernel's attributes. */
export type GradientOf = (
  dy: tf.Tensor,
  saved: tf.Tensor[],
  attrs: tf.NamedAttrMap,
) => Record<string, () => tf.Tensor>;

/** A gradient that TensorFlow.js does not have. */
export interface Missing {
  /** What of the kernel's operands and results it reads. */
  readonly saves?: Pick<tf.GradConfig, "inputsToSave" | "saveAllInputs" | "outputsToSave">;
  readonly gradient: GradientOf;
}

export const run = (
  name: string,
  inputs: Record<string, tf.Tensor>,
  attrs: tf.NamedAttrMap = {},
): tf.Tensor => tf.engine().runKernel(name, inputs as unknown as tf.NamedTensorMap, attrs) as tf.Tensor;

const zeros = ({ shape }: tf.Tensor) => tf.zeros(shape);

/** Each operand's is a product of dy with the others; along letters that it alone has, the same everywhere. */
const ofEinsum: GradientOf = (dy, operands, { equation }) => {
  const [before, out] = (equation as string).replace(/\s/g, "").split("->") as [string, string];
  const terms = before.split(",");
  const gradientOf = (operand: tf.Tensor, at: number) => {
    const others = terms.map((term, i) => [term, operands[i]!] as const).filter((_, i) => i !== at);
    const factors = out === "" ? others : [[out, dy] as const, ...others];
    const known = [...terms[at]!].filter((letter) => factors.some(([term]) => term.includes(letter)));
    const product =
      factors.length === 0
        ? dy
        : tf.einsum(
            `${factors.map(([term]) => term)}->${known.join("")}`,
            ...factors.map(([, factor]) => factor),
          );
    const whole = out === "" && factors.length > 0 ? tf.mul(product, dy) : product;
    const widened = operand.shape.map((size, i) => (known.includes(terms[at]![i]!) ? size : 1));
    return tf.tile(
      tf.reshape(whole, widened),
      operand.shape.map((size, i) => size / widened[i]!),
    );
  };
  return Object.fromEntries(operands.map((operand, i) => [String(i), () => gradientOf(operand, i)]));
};

const ofDepthToSpace: GradientOf = (dy, _, { blockSize, dataFormat }) => {
  const block = blockSize as number;
  const gather = (images: tf.Tensor) => {
    const [n, height, width, depth] = images.shape as [number, number, number, number];
    const [rows, columns] = [height / block, width / block];
    const apart = tf.reshape(images, [n, rows, block, columns, block, depth]);
    return tf.reshape(tf.transpose(apart, [0, 1, 3, 2, 4, 5]), [n, rows, columns, block ** 2 * depth]);
  };
  if (dataFormat !== "NCHW") return { x: () => gather(dy) };
  return { x: () => tf.transpose(gather(tf.transpose(dy, [0, 2, 3, 1])), [0, 3, 1, 2]) };
};

/** The gradient of a convolution's gradient for the image, which is linear in both of its operands. */
export const ofInputGradient =
  (name: string): GradientOf =>
  (ddx, [dy, filter], attrs) => ({
    dy: () => run(name, { x: ddx, filter: filter! }, attrs),
    filter: () => run(`${name}BackpropFilter`, { x: ddx, dy: dy! }, { ...attrs, filterShape: filter!.shape }),
  });

/** Likewise of that for the filters. */
const ofFilterGradient =
  (name: string): GradientOf =>
  (ddw, [x, dy], attrs) => ({
    x: () => run(`${name}BackpropInput`, { dy: dy!, filter: ddw }, { ...attrs, inputShape: x!.shape }),
    dy: () => run(name, { x: x!, filter: ddw }, attrs),
  });

/** By kernel. What comes last are gradients of gradients. */
export const MISSING: Readonly<Record<string, Missing>> = {
  DepthToSpace: { gradient: ofDepthToSpace },
  Einsum: { saves: { saveAllInputs: true }, gradient: ofEinsum },
  GatherNd: {
    saves: { inputsToSave: ["params", "indices"] },
    gradient: (dy, [params, indices]) => ({
      params: () => tf.scatterND(indices as tf.Tensor2D, dy, params!.shape),
      indices: () => zeros(indices!),
    }),
  },
  ScatterNd: {
    saves: { inputsToSave: ["indices"] },
    gradient: (dy, [indices]) => ({
      updates: () => tf.gatherND(dy, indices!),
      indices: () => zeros(indices!),
    }),
  },
  TopK: {
    saves: { inputsToSave: ["x"], outputsToSave: [false, true] },
    gradient: (dys, [x, indices]) => ({
      x: () => {
        const [dValues] = dys as unknown as [tf.Tensor];
        const among = tf.range(0, x!.shape.at(-1)!, 1, "int32");
        const places = tf.cast(tf.equal(tf.expandDims(indices!, -1), among), "float32");
        return tf.sum(tf.mul(places, tf.expandDims(dValues, -1)), -2);
      },
    }),
  },
  AvgPoolGrad: {
    saves: { inputsToSave: ["input"] },
    gradient: (ddx, [input], attrs) => ({
      dy: () => run("AvgPool", { x: ddx }, attrs),
      input: () => zeros(input!),
    }),
  },
  Conv2DBackpropFilter: {
    saves: { inputsToSave: ["x", "dy"] },
    gradient: ofFilterGradient("Conv2D"),
  },
  DepthwiseConv2dNativeBackpropFilter: {
    saves: { inputsToSave: ["x", "dy"] },
    gradient: ofFilterGradient("DepthwiseConv2dNative"),
  },
  DepthwiseConv2dNativeBackpropInput: {
    saves: { inputsToSave: ["dy", "filter"] },
    gradient: ofInputGradient("DepthwiseConv2dNative"),
  },
  EluGrad: {
    saves: { inputsToSave: ["dy", "y"] },
    gradient: (ddx, [dy, y]) => ({
      dy: () => run("EluGrad", { dy: ddx, y: y! }),
      y: () => tf.mul(tf.mul(ddx, dy!), tf.cast(tf.less(y!, 0), "float32")),
    }),
  },
};
