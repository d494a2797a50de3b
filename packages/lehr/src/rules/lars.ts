import { sumsLoop } from "../binding/sumsLoop.js";
import { belowOne, nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";
import { tensorSums } from "./tensorSums.js";

type Hyper = "momentum" | "trustCoefficient";
type Slot = "momentumBuffer";
type Scalar = "learningRate" | "momentum" | "trustCoefficient" | "layerRate";

/**
 * LARS (You, Gitman & Ginsburg, 2017), as in optax: momentum over gradients rescaled, tensor by tensor, to the
 * size of the weights. With g the gradient, L2 decay included,
 *
 *     b = momentum b + lr q g                delta = b                q = trustCoefficient |w| / |g|
 *
 * The learning rate is inside the buffer. q is 1 where a norm is zero: weights that start at zero can leave it,
 * and a zero gradient under decay needs no exception. timm has |g| + lambda |w| below and makes q 1 for a zero
 * gradient, which turns the decay of that update to full size.
 */
export const larsRule: Rule<Hyper, Slot, Scalar, "layerRate"> = {
  name: "lars",
  hyperparameters: { momentum: belowOne, trustCoefficient: nonNegative },
  slots: ["momentumBuffer"],
  scalarNames: ["learningRate", "momentum", "trustCoefficient"],
  scalars: ({ momentum, trustCoefficient }, { learningRate }) => ({
    learningRate,
    momentum,
    trustCoefficient,
  }),
  sums: /* @__PURE__ */ tensorSums({
    names: ["weight", "gradient"],
    terms: ({ mul }, { weight, gradient }) => ({
      weight: mul(weight, weight),
      gradient: mul(gradient, gradient),
    }),
    scalarNames: ["layerRate"],
    scalars({ weight, gradient }, { learningRate, trustCoefficient }) {
      const ratio =
        weight! > 0 && gradient! > 0 ? (trustCoefficient * Math.sqrt(weight!)) / Math.sqrt(gradient!) : 1;
      return { layerRate: learningRate * ratio };
    },
  }),
  loops: sumsLoop,
  update({ add, mul }, { gradient, slots, scalars }) {
    const momentumBuffer = add(mul(scalars.momentum, slots.momentumBuffer), mul(scalars.layerRate, gradient));
    return { delta: momentumBuffer, slots: { momentumBuffer } };
  },
};
