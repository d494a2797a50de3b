import type { Rule } from "../rules/rule.js";
import { interpreted } from "./interpreted.js";
import { type Kernels, kernel } from "./kernel.js";
import { loopSource } from "./source.js";

/** The loop of a rule with an `evaluation`: writes the weights to evaluate where the gradients would be read. */
export function evaluationLoop(rule: Rule): Pick<Kernels, "evaluation"> {
  const evaluation = rule.evaluation!;
  const source = loopSource(rule, (arithmetic, coordinate) => [
    `gradients[i] = ${evaluation(arithmetic, coordinate)};`,
  ]);
  const reference = interpreted(rule, (arithmetic, coordinate, i, _, results) => {
    results[i] = evaluation(arithmetic, coordinate);
  });
  return { evaluation: kernel(source, reference) };
}
