import type { Rule, TensorSums } from "../rules/rule.js";
import { byName } from "./byName.js";
import { interpreted } from "./interpreted.js";
import { type Kernels, kernel, type Pass } from "./kernel.js";
import { loopSource } from "./source.js";

/** The loop of a rule with `sums`: adds them up over one tensor and gives the scalars made of them. */
export function sumsLoop(rule: Rule): Pick<Kernels, "derived"> {
  const sums = rule.sums!;
  const added = kernel(sumsSource(rule, sums), interpretedSums(rule, sums));
  return {
    derived(weights, gradients, slots, values) {
      const totals = added(weights, gradients, slots, values);
      const derived = sums.scalars(
        byName(sums.names, (i) => totals[i]!),
        byName(rule.scalarNames, (i) => values[i]!),
      );
      return sums.scalarNames.map((name) => derived[name]!);
    },
  };
}

function sumsSource(rule: Rule, { names, terms }: TensorSums): string {
  return [
    ...names.map((name) => `let sum_${name} = 0;`),
    loopSource(rule, (arithmetic, coordinate) => {
      const added = terms(arithmetic, coordinate);
      return names.map((name) => `sum_${name} += ${added[name]};`);
    }),
    `return [${names.map((name) => `sum_${name}`).join(", ")}];`,
  ].join("\n");
}

function interpretedSums(rule: Rule, { names, terms }: TensorSums): Pass<number[]> {
  return (...tensor) => {
    const totals = names.map(() => 0);
    const add = interpreted(rule, (arithmetic, coordinate) => {
      const added = terms(arithmetic, coordinate);
      names.forEach((name, sum) => {
        totals[sum]! += added[name]!;
      });
    });
    add(...tensor);
    return totals;
  };
}
