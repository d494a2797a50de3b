import { optim } from "lehr/torch";
import { describe, expect, it } from "vitest";
import { camelCase } from "../../testing/camelCase.js";
import { expectClose, readTestdata } from "../../testing/references.js";

interface Trajectory {
  options: Record<string, unknown>;
  params: number[];
  grads: number[][];
  after: number[][];
}

interface Case extends Trajectory {
  optimizer: keyof typeof optim;
  group2?: Trajectory;
}

type AnyOptimizer = new (params: unknown, options: object) => optim.Optimizer;

const { cases } = readTestdata<{ cases: Case[] }>("optimizers.json");

describe("lehr/torch follows PyTorch's optimizers", () => {
  it("has cases of all nine", () => {
    expect([...new Set(cases.map(({ optimizer }) => optimizer))].sort()).toEqual([
      "Adadelta",
      "Adagrad",
      "Adam",
      "AdamW",
      "Adamax",
      "NAdam",
      "RAdam",
      "RMSprop",
      "SGD",
    ]);
    expect(cases).toHaveLength(60);
  });

  const titled = cases.map(
    (of, i) => [`case ${i}: ${of.optimizer} ${JSON.stringify(of.options)}`, of] as const,
  );
  it.each(titled)("%s", (_, { optimizer, options, group2, ...first }) => {
    for (const [FloatArray, tolerance, floor] of [
      [Float64Array, 1e-10, 1e-3],
      // A weight that crosses zero keeps the rounding it had when it was larger.
      [Float32Array, 1e-5, 1e-2],
    ] as const) {
      const trajectories = group2 ? [first, group2] : [first];
      const params = trajectories.map((of) => FloatArray.from(of.params));
      const Class = optim[optimizer] as unknown as AnyOptimizer;
      const groups = params.map((param, i) => ({
        params: [param],
        ...(i === 1 && camelCase<object>(group2!.options)),
      }));
      const stepped = new Class(group2 ? groups : params, camelCase<object>(options));
      first.grads.forEach((_, t) => {
        stepped.step(trajectories.map(({ grads }) => FloatArray.from(grads[t]!)));
        trajectories.forEach(({ after }, i) => {
          expectClose(params[i]!, after[t]!, tolerance, floor);
        });
      });
    }
  });
});
