import { expect, test } from "vitest";
import { binary, unary } from "../ops/elementwise.js";
import { Graph } from "./graph.js";
import { simplify } from "./simplify.js";
import { nodesInOrder } from "./visit.js";

test("equal nodes and equal constants are shared", () => {
  const graph = new Graph();
  const x = graph.input("x", [2], "float32");
  expect(unary(graph, "Exp", x)).toBe(unary(graph, "Exp", x));
  expect(graph.fill(1, [2])).toBe(graph.constant(Float32Array.of(1, 1), [2], "float32"));
  const array = (...numbers: number[]) => graph.constant(Float32Array.from(numbers), [2], "float32");
  expect(array(1, 2)).toBe(array(1, 2));
  expect(array(1, 2)).not.toBe(array(2, 1));
  expect(graph.fill(0)).not.toBe(graph.fill(-0));
  expect(graph.fill(0, [])).not.toBe(graph.fill(0, [1]));
});

test("nodes that no output needs are left out", () => {
  const graph = new Graph();
  const x = graph.input("x", [2], "float32");
  unary(graph, "Sin", x);
  const outputs = new Map([["y", unary(graph, "Exp", x)]]);
  const program = simplify({ inputs: graph.inputs, outputs }, []);
  expect(nodesInOrder(program.outputs.values()).map((node) => node.op)).toEqual(["Exp"]);
  expect(program.inputs.map((value) => value.source)).toEqual([{ kind: "input", name: "x" }]);
});

test("deep graphs do not overflow the stack", () => {
  const graph = new Graph();
  let value = graph.input("x", [2], "float32");
  for (let i = 0; i < 50_000; i++) value = binary(graph, "Add", value, graph.fill(i));
  expect(nodesInOrder([value])).toHaveLength(50_000);
});

test("shapes that do not broadcast are refused", () => {
  const graph = new Graph();
  const [a, b] = [graph.input("a", [2, 3], "float32"), graph.input("b", [2], "float32")];
  expect(() => binary(graph, "Add", a, b)).toThrow("shapes [2, 3] and [2] do not broadcast");
});
