import type { Rule } from "../graph/graph.js";
import { reduce } from "../ops/reduce.js";
import { reshape } from "../ops/shape.js";

const ASSOCIATIVE = new Set(["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd"]);

/**
 * A reduction over axes on both sides of one that stays (all but the channels, say) goes inner axes first, then
 * the outer: ONNX Runtime has fast loops for each, and a slow one for both at once.
 */
export const reduceInSteps: Rule = {
  name: "reduceInSteps",
  apply(graph, { op, inputs, attributes, types }) {
    if (!ASSOCIATIVE.has(op)) return undefined;
    const [x] = inputs;
    const axes = [...(attributes.axes as readonly number[])].sort((a, b) => a - b);
    // The run of reduced axes at the end, and what is reduced before it.
    let inner = axes.length;
    while (inner > 0 && axes[inner - 1] === x!.shape.length - (axes.length - inner) - 1) inner--;
    const outerAxes = axes.slice(0, inner);
    const innerAxes = axes.slice(inner);
    if (outerAxes.length === 0 || innerAxes.length === 0) return undefined;
    const value = reduce(graph, op, reduce(graph, op, x!, innerAxes), outerAxes);
    return [reshape(graph, value, types[0]!.shape)];
  },
};
