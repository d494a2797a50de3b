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
export function loopSource(
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
    `const [${scalarNames.map((name) => `scalar_${name}`)}] = scalars;`,
    `const [${rule.slots.map((name) => `array_${name}`)}] = slots;`,
    "for (let i = 0; i < weights.length; i++) {",
    "const weight = weights[i];",
    "const gradient = gradients[i];",
    ...rule.slots.map((name) => `const slot_${name} = array_${name}[i];`),
    ...statements,
    ...stores,
    "}",
  ].join("\n");
}
