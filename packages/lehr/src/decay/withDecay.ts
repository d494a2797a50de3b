import type { Rule } from "../rules/rule.js";
import type { Decay } from "./decay.js";

/**
 * A rule with a decay: the same rule with one more hyper-parameter, `weightDecay`. Both terms of a step read
 * the weight from before it.
 */
export function withDecay<Hyper extends string, Slot extends string, Scalar extends string>(
  rule: Rule<Hyper, Slot, Scalar>,
  decay: Decay,
): Rule<Hyper | "weightDecay", Slot, Scalar | "decay"> {
  return {
    name: rule.name,
    hyperparameters: { ...rule.hyperparameters, weightDecay: decay.range },
    slots: rule.slots,
    scalarNames: [...rule.scalarNames, "decay"],
    scalars(hyperparameters, context) {
      return {
        ...rule.scalars(hyperparameters, context),
        decay: decay.coefficient(hyperparameters.weightDecay, context),
      };
    },
    update(arithmetic, coordinate) {
      const { add, mul } = arithmetic;
      const shrinkage = mul(coordinate.scalars.decay, coordinate.weight);
      if (decay.coupled) {
        return rule.update(arithmetic, { ...coordinate, gradient: add(coordinate.gradient, shrinkage) });
      }
      const { delta, slots } = rule.update(arithmetic, coordinate);
      return { delta: add(delta, shrinkage), slots };
    },
  };
}
