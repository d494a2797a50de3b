import type { Arithmetic } from "./arithmetic.js";

/**
 * Interprets a rule as JavaScript: every operation becomes one `const` statement, in order, and a value is
 * the name of the constant that holds it. Collect the statements from `statements` when the rule has run.
 */
export function javascript(): { arithmetic: Arithmetic<string>; statements: string[] } {
  const statements: string[] = [];
  const define = (expression: string | number): string => {
    const name = `t${statements.length}`;
    statements.push(`const ${name} = ${expression};`);
    return name;
  };
  const infix = (operator: string) => (a: string, b: string) => define(`${a} ${operator} ${b}`);
  const call =
    (name: string) =>
    (...values: string[]) =>
      define(`Math.${name}(${values})`);
  return {
    statements,
    arithmetic: {
      constant: define,
      add: infix("+"),
      sub: infix("-"),
      mul: infix("*"),
      div: infix("/"),
      sqrt: call("sqrt"),
      max: call("max"),
      abs: call("abs"),
      sign: call("sign"),
    },
  };
}
