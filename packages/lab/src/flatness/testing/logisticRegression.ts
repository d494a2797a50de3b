import { normal } from "../../random/normal.js";
import { randomStream } from "../../random/randomStream.js";
import type { LossFunction, Weights } from "../lossFunction.js";
import type { Matrix } from "./quadratic.js";
import { flat, inner, named } from "./quadratic.js";

/**
 * Logistic regression on seeded random points, the weights named as those of `quadratic` (the last is the bias), with
 * gradients rounded to float32 as an engine gives them, and its Hessian in float64 from the formula.
 */
export function logisticRegression(
  points: number,
  features: number,
): LossFunction & { hessian(w: Weights): Matrix } {
  const random = randomStream(5, "points");
  const inputs = Array.from({ length: points }, () => [
    ...Array.from({ length: features }, () => normal(random)),
    1,
  ]);
  const labels = inputs.map((x) => (x[0]! - x[1]! + normal(random) > 0 ? 1 : 0));
  const probability = (x: readonly number[], w: readonly number[]) => 1 / (1 + Math.exp(-inner(x, w)));
  const mean = (of: (x: readonly number[], label: number) => number) =>
    inputs.reduce((sum, x, i) => sum + of(x, labels[i]!), 0) / points;
  const loss = async (weights: Weights) => {
    const w = flat(weights);
    return mean((x, label) => Math.log1p(Math.exp(label === 1 ? -inner(x, w) : inner(x, w))));
  };
  return {
    loss,
    async gradient(weights) {
      const w = flat(weights);
      const exact = named(w.map((_, i) => mean((x, label) => (probability(x, w) - label) * x[i]!)));
      const gradient = Object.fromEntries(
        Object.entries(exact).map(([name, values]) => [name, new Float32Array(values)]),
      );
      return { loss: await loss(weights), gradient };
    },
    hessian(weights) {
      const w = flat(weights);
      return w.map((_, i) =>
        w.map((_, j) => mean((x) => probability(x, w) * (1 - probability(x, w)) * x[i]! * x[j]!)),
      );
    },
  };
}
