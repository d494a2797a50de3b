import type { Arithmetic } from "./arithmetic.js";

/**
 * Interprets a rule as JavaScript: every operation becomes one `const` statement, in order, and a value is
 * the name of the constant that holds it. Collect the statements from `statements` when the rule has run.
 */
export function javascript(): { arithmetic: Arithmetic<string>; statements: string[] } {
  const statements: string[] = [];
  const define = (expression: string): string => {
    const name = `t${statements.length}`;
    statements.push(`const ${name} = ${expression};`);
    return name;
  };
  return {
    statements,
    arithmetic: {
      constant: (value) => define(String(value)),
      add: (a, b) => define(`${a} + ${b}`),
      sub: (a, b) => define(`${a} - ${b}`),
      mul: (a, b) => define(`${a} * ${b}`),
      div: (a, b) => define(`${a} / ${b}`),
      sqrt: (a) => define(`Math.sqrt(${a})`),
      max: (a, b) => define(`Math.max(${a}, ${b})`),
      abs: (a) => define(`Math.abs(${a})`),
      sign: (a) => define(`Math.sign(${a})`),
    },
  };
}
