import { javascript } from "../arithmetic/javascript.js";
import type { Coordinate, Rule } from "../rules/rule.js";
import { byName } from "./byName.js";

/** The scalars a kernel of the rule receives, in order: the rule's own, then those its sums make. */
export function kernelScalars(rule: Rule): readonly string[] {
  return [...rule.scalarNames, ...(rule.sums?.scalarNames ?? [])];
}

/**
 * The source of a loop over the coordinates of one tensor.
 *
 * @param body interprets a part of the rule for one coordinate and gives the statements that store its results.
 */
function loop(
  rule: Rule,
  body: (
    interpreter: ReturnType<typeof javascript>["arithmetic"],
    coordinate: Coordinate<string>,
  ) => string[],
): string {
  const { arithmetic, statements } = javascript();
  const scalarNames = kernelScalars(rule);
  const stores = body(arithmetic, {
    weight: "weight",
    gradient: "gradient",
    slots: byName(rule.slots, (_, name) => `slot_${name}`),
    scalars: byName(scalarNames, (_, name) => `scalar_${name}`),
  });
  return [
    ...scalarNames.map((name, i) => `const scalar_${name} = scalars[${i}];`),
    ...rule.slots.map((name, i) => `const array_${name} = slots[${i}];`),
    "for (let i = 0; i < weights.length; i++) {",
    "const weight = weights[i];",
    "const gradient = gradients[i];",
    ...rule.slots.map((name) => `const slot_${name} = array_${name}[i];`),
    ...statements,
    ...stores,
    "}",
  ].join("\n");
}

/** One step, in place: the body of a kernel, and for whoever wants to read what a rule does. */
export function kernelSource(rule: Rule): string {
  return loop(rule, (arithmetic, coordinate) => {
    const { delta, slots } = rule.update(arithmetic, coordinate);
    return [
      ...rule.slots.map((name) => `array_${name}[i] = ${slots[name]};`),
      `weights[i] = weight - ${delta};`,
    ];
  });
}

/** The sums a rule needs before a step, in the order of their names. */
export function sumsSource(rule: Rule, { names, terms }: NonNullable<Rule["sums"]>): string {
  return [
    ...names.map((name) => `let sum_${name} = 0;`),
    loop(rule, (arithmetic, coordinate) => {
      const added = terms(arithmetic, coordinate);
      return names.map((name) => `sum_${name} += ${added[name]};`);
    }),
    `return [${names.map((name) => `sum_${name}`).join(", ")}];`,
  ].join("\n");
}

/** The weights to evaluate, written where the gradients would be read. */
export function evaluationSource(rule: Rule, evaluation: NonNullable<Rule["evaluation"]>): string {
  return loop(rule, (arithmetic, coordinate) => [`gradients[i] = ${evaluation(arithmetic, coordinate)};`]);
}
