import { evaluationLoop } from "../binding/evaluationLoop.js";
import { nonNegative } from "../validation.js";
import type { Rule, StepContext } from "./rule.js";

/** The choices that shape a schedule-free rule. */
export interface ScheduleFreeShape {
  /** Where between the steps' own point z (0) and their average x (1) gradients are taken, in (0, 1). */
  beta1: number;
}

/**
 * A rule made schedule-free (Defazio et al., 2024): its steps move a point z, the weights to evaluate are an
 * average x of all z, and gradients are taken between the two, at y, which is what the bound weights hold.
 * With delta the rule's own step, its decay at y included, t counted from 1 and L the largest learning rate
 * so far,
 *
 *     c = w_t / (w_1 + ... + w_t)            w_t = t^weightPower L^2
 *     z = z - delta                          x = (1 - c) x + c z            y = beta1 x + (1 - beta1) z
 *
 * Only y and z are kept; x = (y - (1 - beta1) z) / beta1 is the rule's `evaluation`. While the learning rate
 * has been 0 throughout, c is 0. The weights w_t and the step read the same learning rate, so that a warm-up
 * is a schedule like any other.
 */
export function scheduleFree(rule: Rule, { beta1 }: ScheduleFreeShape): Rule {
  return {
    name: `schedule-free ${rule.name}`,
    hyperparameters: { ...rule.hyperparameters, weightPower: nonNegative },
    slots: [...rule.slots, "steppedPoint"],
    ...(rule.slotStarts && { slotStarts: rule.slotStarts }),
    scalarNames: [...rule.scalarNames, "averaging", "share"],
    memory: {
      start: { weightSum: 0, largestLearningRate: 0 },
      next: ({ weightPower }, context, memory) => {
        const { weight, largestLearningRate } = weigh(weightPower!, context, memory);
        return { weightSum: memory.weightSum! + weight, largestLearningRate };
      },
    },
    scalars(hyperparameters, context, memory) {
      const { weight } = weigh(hyperparameters.weightPower!, context, memory);
      const averaging = weight === 0 ? 0 : weight / (memory.weightSum! + weight);
      return {
        ...rule.scalars(hyperparameters, context, memory),
        averaging,
        share: 1 - beta1 * (1 - averaging),
      };
    },
    update(arithmetic, coordinate) {
      const { add, sub, mul } = arithmetic;
      const { weight, scalars } = coordinate;
      const steppedPoint = coordinate.slots.steppedPoint!;
      const { delta, slots } = rule.update(arithmetic, coordinate);
      const towardsAverage = mul(scalars.averaging!, sub(weight, steppedPoint));
      return {
        delta: add(towardsAverage, mul(scalars.share!, delta)),
        slots: { ...slots, steppedPoint: sub(steppedPoint, delta) },
      };
    },
    loops: (whole) => ({
      ...evaluationLoop(whole),
      start: (weights, slots) => slots[rule.slots.length]!.set(weights),
    }),
    evaluation({ constant, sub, mul, div }, { weight, slots }) {
      return div(sub(weight, mul(constant(1 - beta1), slots.steppedPoint!)), constant(beta1));
    },
  };
}

function weigh(
  weightPower: number,
  { step, learningRate }: StepContext,
  memory: Readonly<Record<string, number>>,
): { weight: number; largestLearningRate: number } {
  const largestLearningRate = Math.max(memory.largestLearningRate!, learningRate);
  return { weight: (step + 1) ** weightPower * largestLearningRate ** 2, largestLearningRate };
}
