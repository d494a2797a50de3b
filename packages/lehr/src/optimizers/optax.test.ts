import { describe, expect, it } from "vitest";
import { adabelief, lamb, lars, lion, type Optimizer, scheduleFreeAdamw, scheduleFreeSgd } from "../index.js";
import { expectClose, readTestdata } from "../testing/references.js";

type Arrays = Record<string, number[]>;

interface OptaxCase {
  optimizer: string;
  options: Record<string, number>;
  params: Arrays;
  grads: Arrays[];
  after: Arrays[];
  evaluation?: Arrays;
}

const factories: Record<string, (options: Record<string, number>) => Optimizer> = {
  adabelief,
  lamb,
  lars,
  lion,
  scheduleFreeAdamw,
  scheduleFreeSgd,
};

const { cases } = readTestdata<{ cases: OptaxCase[] }>("optax.json");

function expectAllClose(
  actual: Record<string, ArrayLike<number>>,
  expected: Arrays,
  tolerance: number,
  floor: number,
) {
  for (const [name, values] of Object.entries(expected)) {
    expectClose(actual[name]!, values, tolerance, floor);
  }
}

describe("parity with optax, where PyTorch has no such optimizer", () => {
  it("has all the cases", () => expect(cases).toHaveLength(18));

  it.each(cases.map((of, i) => [`${of.optimizer} ${i}: ${JSON.stringify(of.options)}`, of] as const))(
    "%s",
    (_, { optimizer, options, params, grads, after, evaluation }) => {
      for (const [FloatArray, tolerance, floor] of [
        [Float64Array, 1e-10, 1e-3],
        [Float32Array, 1e-5, 1e-1],
      ] as const) {
        const typed = (arrays: Arrays) =>
          Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, FloatArray.from(values)]));
        const model = factories[optimizer]!(options).bind(typed(params));
        grads.forEach((gradients, step) => {
          model.step(typed(gradients));
          expectAllClose(model.params, after[step]!, tolerance, floor);
        });
        if (evaluation) expectAllClose(model.evaluationWeights(), evaluation, tolerance, floor);
      }
    },
  );
});
