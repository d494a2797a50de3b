import { adamRule } from "../../rules/adam.js";
import { nonNegative } from "../../validation.js";
import type { Blueprint, CommonOptions } from "./blueprint.js";
import { type ExecutionOptions, execution } from "./execution.js";
import { betas, flag, number } from "./option.js";

/** What Adam and its relatives share. */
export interface AdamLikeOptions extends CommonOptions {
  /** Decay of the means of gradients and of squared gradients, each in [0, 1); default [0.9, 0.999]. */
  betas?: readonly [number, number];
  /** Added to the root, >= 0; default 1e-8. */
  eps?: number;
}

/** The options Adam and its relatives share, with the defaults of one of them. */
export const adamLikeOptions = (lr: number, weightDecay = 0) => ({
  lr: number(lr, nonNegative),
  betas: betas(0.9, 0.999),
  eps: number(1e-8, nonNegative),
  weightDecay: number(weightDecay, nonNegative),
  maximize: flag(false),
});

export const adamLikeHyperparameters = ({
  betas,
  eps,
}: {
  betas: readonly [number, number];
  eps: number;
}) => ({
  beta1: betas[0],
  beta2: betas[1],
  epsilon: eps,
});

/** Options of `AdamW`; those of `Adam` without the choice of a decay. */
export interface AdamWOptions extends AdamLikeOptions, ExecutionOptions {
  /** Divide by the largest second moment so far; default false. */
  amsgrad?: boolean;
}

/** Adam, all but its decay. */
export const adamBlueprint = {
  shape: ({ amsgrad }: { amsgrad: boolean }) => ({ amsgrad }),
  rule: ({ amsgrad }) => adamRule({ amsgrad: amsgrad! }),
  hyperparameters: adamLikeHyperparameters,
  stateNames: { firstMoment: "expAvg", secondMoment: "expAvgSq", maxSecondMoment: "maxExpAvgSq" },
} satisfies Partial<Blueprint<AdamWOptions>>;

export const adamOptions = (weightDecay: number) => ({
  ...adamLikeOptions(1e-3, weightDecay),
  amsgrad: flag(false),
  ...execution("foreach", "capturable", "differentiable", "fused"),
});
