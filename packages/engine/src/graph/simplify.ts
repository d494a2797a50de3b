import { Graph, type Rule } from "./graph.js";
import { PLAIN, type Traits } from "./traits.js";
import type { Value } from "./types.js";
import { countUses, nodesInOrder } from "./visit.js";

/** Rules feed each other across rounds; real graphs settle in two or three. */
const MOST_ROUNDS = 10;

export interface Program {
  readonly inputs: readonly Value[];
  readonly outputs: ReadonlyMap<string, Value>;
}

/** Builds the program anew under `rules`, leaving out nodes that no output needs. */
function rebuild(
  program: Program,
  rules: readonly Rule[],
  traits: Traits,
): { program: Program; changes: number } {
  const nodes = nodesInOrder(program.outputs.values());
  const uses = countUses(nodes, program.outputs.values());
  const rebuilt = new Map<Value, Value>();
  const usesOfNew = new Map<Value, number>();
  let changes = 0;
  const counted = rules.map(
    (rule): Rule => ({
      name: rule.name,
      apply: (graph, proposal) => {
        const replacement = rule.apply(graph, proposal);
        if (replacement !== undefined) changes++;
        return replacement;
      },
    }),
  );
  const graph = new Graph(counted, (value) => usesOfNew.get(value) ?? 1, traits);
  const record = (from: Value, to: Value) => {
    rebuilt.set(from, to);
    usesOfNew.set(to, (usesOfNew.get(to) ?? 0) + (uses.get(from) ?? 0));
  };
  const renew = (value: Value): Value => {
    const known = rebuilt.get(value);
    if (known !== undefined) return known;
    if (value.source.kind !== "constant") throw new Error("a value is read before it is computed");
    const { data } = value.source;
    const constant =
      "fill" in data
        ? graph.fill(data.fill, value.shape, value.dtype)
        : graph.constant(data.array, value.shape, value.dtype);
    record(value, constant);
    return constant;
  };
  for (const input of program.inputs)
    if (input.source.kind === "input")
      record(input, graph.input(input.source.name, input.shape, input.dtype));
  for (const node of nodes) {
    const outputs = graph.emit(node.op, node.inputs.map(renew), node.attributes, node.outputs);
    node.outputs.forEach((output, i) => {
      record(output, outputs[i]!);
    });
  }
  const outputs = new Map([...program.outputs].map(([name, value]) => [name, renew(value)]));
  return { program: { inputs: graph.inputs, outputs }, changes };
}

/**
 * Applies the rules until none fires.
 *
 * @param traits those of the device that the program is for.
 */
export function simplify(program: Program, rules: readonly Rule[], traits: Traits = PLAIN): Program {
  let current = program;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { program: next, changes } = rebuild(current, rules, traits);
    current = next;
    if (changes === 0) break;
  }
  return current;
}
