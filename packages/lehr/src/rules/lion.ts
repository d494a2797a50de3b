import { belowOne } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "beta1" | "beta2";
type Slot = "momentum";
type Scalar = "learningRate" | "beta1" | "newBeta1" | "beta2" | "newBeta2";

/**
 * Lion (Chen et al., 2023): a step of one size for every coordinate.
 *
 *     delta = lr sign(beta1 m + (1 - beta1) g)          and then          m = beta2 m + (1 - beta2) g
 *
 * where sign(0) = 0. Its learning rate is three to ten times smaller than AdamW's, its decay as much larger.
 */
export const lionRule: Rule<Hyper, Slot, Scalar> = {
  name: "lion",
  hyperparameters: { beta1: belowOne, beta2: belowOne },
  slots: ["momentum"],
  scalarNames: ["learningRate", "beta1", "newBeta1", "beta2", "newBeta2"],
  scalars: ({ beta1, beta2 }, { learningRate }) => ({
    learningRate,
    beta1,
    newBeta1: 1 - beta1,
    beta2,
    newBeta2: 1 - beta2,
  }),
  update({ add, mul, sign }, { gradient, slots, scalars }) {
    const vote = sign(add(mul(scalars.beta1, slots.momentum), mul(scalars.newBeta1, gradient)));
    const momentum = add(mul(scalars.beta2, slots.momentum), mul(scalars.newBeta2, gradient));
    return { delta: mul(scalars.learningRate, vote), slots: { momentum } };
  },
};
