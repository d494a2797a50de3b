import { sumsLoop } from "../binding/sumsLoop.js";
import type { Rule } from "./rule.js";
import { tensorSums } from "./tensorSums.js";

/**
 * A rule whose step is rescaled, tensor by tensor, to the size of the weights (You et al., 2020): with d the
 * rule's own direction, its decay included,
 *
 *     delta = lr (|w| / |d|) d
 *
 * where a ratio with a zero norm counts as 1. Norms are over one tensor.
 */
export function layerwise(rule: Rule, name: string): Rule {
  return {
    ...rule,
    name,
    scalarNames: [...rule.scalarNames, "layerRate"],
    scalars: (hyperparameters, context, memory) => ({
      ...rule.scalars(hyperparameters, context, memory),
      layerRate: context.learningRate,
    }),
    sums: tensorSums({
      names: ["weight", "step"],
      terms(arithmetic, coordinate) {
        const { weight } = coordinate;
        const { delta } = rule.update(arithmetic, coordinate);
        return { weight: arithmetic.mul(weight, weight), step: arithmetic.mul(delta, delta) };
      },
      scalarNames: ["trustRatio"],
      scalars: ({ weight, step }, { layerRate }) => ({
        trustRatio: weight! > 0 && step! > 0 ? (layerRate! * Math.sqrt(weight!)) / Math.sqrt(step!) : 1,
      }),
    }),
    loops: sumsLoop,
    update(arithmetic, coordinate) {
      const { delta, slots } = rule.update(arithmetic, coordinate);
      return { delta: arithmetic.mul(coordinate.scalars.trustRatio!, delta), slots };
    },
  };
}
