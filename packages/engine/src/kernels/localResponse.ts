import type * as tf from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/types.js";
import { binary } from "../ops/elementwise.js";
import { matMul } from "../ops/linear.js";
import { type Kernel, kernel } from "../trace/kernel.js";
import { inRowMajor, rowMajor } from "../trace/view.js";

/** Sums, for each channel, over the channels within `radius` of it: a product with a banded matrix. */
function sumOfNeighbours(graph: Graph, x: Value, radius: number): Value {
  const channels = x.shape.at(-1)!;
  const band = Float32Array.from({ length: channels ** 2 }, (_, i) =>
    Math.abs(Math.floor(i / channels) - (i % channels)) <= radius ? 1 : 0,
  );
  return matMul(graph, x, graph.constant(band, [channels, channels], "float32"));
}

/** bias + alpha * sum of squares, for each element. */
function energy(graph: Graph, x: Value, { depthRadius, bias, alpha }: tf.LRNAttrs): Value {
  const squares = sumOfNeighbours(graph, binary(graph, "Mul", x, x), depthRadius);
  return binary(graph, "Add", binary(graph, "Mul", squares, graph.fill(alpha)), graph.fill(bias));
}

export const localResponseKernels: readonly Kernel[] = [
  kernel<"x", tf.LRNAttrs>("LRN", ({ graph, inputs, attrs }) => {
    const x = inRowMajor(graph, inputs.x);
    const factor = binary(graph, "Pow", energy(graph, x, attrs), graph.fill(-attrs.beta));
    return rowMajor(binary(graph, "Mul", x, factor));
  }),
  // dy * energy^-beta - 2 alpha beta x * (sum over neighbours of dy * y / energy)
  kernel<"x" | "y" | "dy", tf.LRNGradAttrs>("LRNGrad", ({ graph, inputs, attrs }) => {
    const [x, y, dy] = [inputs.x, inputs.y, inputs.dy].map((view) => inRowMajor(graph, view)) as [
      Value,
      Value,
      Value,
    ];
    const sums = energy(graph, x, attrs);
    const direct = binary(graph, "Mul", dy, binary(graph, "Pow", sums, graph.fill(-attrs.beta)));
    const seen = binary(graph, "Div", binary(graph, "Mul", dy, y), sums);
    const through = binary(graph, "Mul", x, sumOfNeighbours(graph, seen, attrs.depthRadius));
    const factor = graph.fill(-2 * attrs.alpha * attrs.beta);
    return rowMajor(binary(graph, "Add", direct, binary(graph, "Mul", through, factor)));
  }),
];
