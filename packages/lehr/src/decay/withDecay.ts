import type { Arithmetic } from "../arithmetic/arithmetic.js";
import type { Rule } from "../rules/rule.js";
import type { Decay } from "./decay.js";

/**
 * A rule with a decay: the same rule with one more hyper-parameter, `weightDecay`. Both terms of a step read
 * the weight from before it.
 */
export function withDecay(rule: Rule, decay: Decay): Rule {
  const scaled: Rule = {
    ...rule,
    hyperparameters: { ...rule.hyperparameters, weightDecay: decay.range },
    scalarNames: [...rule.scalarNames, "decay"],
    scalars: (hyperparameters, context, memory) => ({
      ...rule.scalars(hyperparameters, context, memory),
      decay: decay.coefficient(hyperparameters.weightDecay!, context),
    }),
  };
  if (decay.within) return decay.within(scaled);
  return {
    ...scaled,
    update(arithmetic, coordinate) {
      const { add, mul } = arithmetic;
      const { weight, scalars } = coordinate;
      const { delta, slots } = rule.update(arithmetic, coordinate);
      const shrinkage = mul(scalars.decay!, weight);
      const allowed = decay.cautious ? mul(agreement(arithmetic, delta, weight), shrinkage) : shrinkage;
      return { delta: add(delta, allowed), slots };
    },
  };
}

/** 0 where a step and a weight differ in sign, 1 elsewhere: 1 - max(0, -sign(delta) sign(weight)). */
function agreement<T>({ constant, sub, mul, max, sign }: Arithmetic<T>, delta: T, weight: T): T {
  const opposed = sub(constant(0), mul(sign(delta), sign(weight)));
  return sub(constant(1), max(constant(0), opposed));
}
