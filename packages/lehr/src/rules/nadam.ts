import { belowOne, nonNegative } from "../validation.js";
import type { Rule } from "./rule.js";

type Hyper = "beta1" | "beta2" | "epsilon" | "momentumDecay";
type Slot = "firstMoment" | "secondMoment";
type Scalar =
  | "beta1"
  | "newBeta1"
  | "beta2"
  | "newBeta2"
  | "gradientStep"
  | "momentStep"
  | "rootCorrection"
  | "epsilon";

/**
 * NAdam (Dozat, 2016), as in PyTorch: Adam with Nesterov's look ahead and a momentum that warms up.
 *
 *     mu_t = beta1 (1 - 0.96^(t momentumDecay) / 2)          P_t = mu_1 mu_2 ... mu_t
 *     m = beta1 m + (1 - beta1) g                            v = beta2 v + (1 - beta2) g^2
 *     delta = lr ((1 - mu_t) / (1 - P_t) g + mu_(t+1) / (1 - P_t mu_(t+1)) m) / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * with t counted from 1. Keras has `momentumDecay` 1 and epsilon inside the correction; optax and timm have
 * no warm-up of the momentum. PyTorch carries the product P in float32 whatever the weights are, and so does this.
 */
export const nadamRule: Rule<Hyper, Slot, Scalar> = {
  name: "nadam",
  hyperparameters: { beta1: belowOne, beta2: belowOne, epsilon: nonNegative, momentumDecay: nonNegative },
  slots: ["firstMoment", "secondMoment"],
  scalarNames: [
    "beta1",
    "newBeta1",
    "beta2",
    "newBeta2",
    "gradientStep",
    "momentStep",
    "rootCorrection",
    "epsilon",
  ],
  memory: {
    start: { momentumProduct: 1 },
    next: (hyperparameters, { step }, { momentumProduct }) => ({
      momentumProduct: timesInFloat32(momentumProduct!, momentumAt(hyperparameters, step + 1)),
    }),
  },
  scalars(hyperparameters, { step, learningRate }, { momentumProduct }) {
    const { beta1, beta2, epsilon } = hyperparameters;
    const momentum = momentumAt(hyperparameters, step + 1);
    const next = momentumAt(hyperparameters, step + 2);
    const product = timesInFloat32(momentumProduct!, momentum);
    return {
      beta1,
      newBeta1: 1 - beta1,
      beta2,
      newBeta2: 1 - beta2,
      gradientStep: (learningRate * (1 - momentum)) / (1 - product),
      momentStep: (learningRate * next) / (1 - product * next),
      rootCorrection: 1 / Math.sqrt(1 - beta2 ** (step + 1)),
      epsilon,
    };
  },
  update({ add, mul, div, sqrt }, { gradient, slots, scalars }) {
    const firstMoment = add(mul(scalars.beta1, slots.firstMoment), mul(scalars.newBeta1, gradient));
    const secondMoment = add(
      mul(scalars.beta2, slots.secondMoment),
      mul(scalars.newBeta2, mul(gradient, gradient)),
    );
    const root = add(mul(sqrt(secondMoment), scalars.rootCorrection), scalars.epsilon);
    const direction = add(mul(scalars.gradientStep, gradient), mul(scalars.momentStep, firstMoment));
    return { delta: div(direction, root), slots: { firstMoment, secondMoment } };
  },
};

/** mu_t, t counted from 1. */
function momentumAt({ beta1, momentumDecay }: Readonly<Record<Hyper, number>>, t: number): number {
  return beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
}

function timesInFloat32(a: number, b: number): number {
  return Math.fround(a * Math.fround(b));
}
