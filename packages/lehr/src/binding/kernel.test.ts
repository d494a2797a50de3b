import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { corrected, type Decay, decoupled, l2, lrScaled, normalized } from "../index.js";
import { noise, zoo } from "../testing/zoo.js";
import type { FloatArray } from "./arena.js";
import { type Kernels, kernelSource, kernels } from "./kernel.js";

const decays: Record<string, Decay | number> = {
  none: 0,
  l2: l2(0.1),
  decoupled: decoupled(1e-3),
  lrScaled: lrScaled(0.1),
  corrected: corrected(0.1),
  normalized: normalized(0.01, { updates: 100 }),
  cautious: lrScaled(0.1, { cautious: true }),
};

const value = fc.oneof(
  fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, 1e-320, 1e300),
);
const start = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 4, maxLength: 4 });
const gradients = fc.array(fc.array(value, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 6 });

/** The bits of everything a rule has after some steps through one set of kernels. */
function bitsAfter(
  run: Kernels,
  rule: ReturnType<(typeof zoo)[number]["make"]>["rule"],
  weights: FloatArray,
  gradients: readonly FloatArray[],
): bigint[] {
  const slots = rule.slots.map(() => weights.slice().fill(0.25));
  for (const [step, gradient] of gradients.entries()) {
    const scalars = rule.scalarNames.map((name) => 0.01 + Math.abs(noise(step, name.length)));
    const derived = run.derived?.(weights, gradient, slots, scalars) ?? [];
    run.step(weights, gradient, slots, [...scalars, ...derived.map((ratio) => 1 / (1 + Math.abs(ratio)))]);
  }
  const evaluation = weights.slice();
  run.evaluation?.(weights, evaluation, slots, []);
  return [weights, evaluation, ...slots].flatMap((array) => [
    // A NaN has many bit patterns; one stands for all.
    ...new BigUint64Array(Float64Array.from(array, (x) => (Number.isNaN(x) ? Number.NaN : x)).buffer),
  ]);
}

/** Runs something where a page's security policy forbids generated code. */
function withoutGeneration<Result>(run: () => Result): Result {
  vi.stubGlobal("Function", function forbidden() {
    throw new EvalError("Refused to evaluate a string as JavaScript");
  });
  try {
    return run();
  } finally {
    vi.unstubAllGlobals();
  }
}

describe("generated kernels and the reference interpreter agree to the bit", () => {
  const all = zoo.flatMap((specimen) =>
    Object.entries(decays).map(
      ([decay, weightDecay]) => [`${specimen.name}; ${decay}`, specimen, weightDecay] as const,
    ),
  );
  it.each(all)("%s", (_, { make }, weightDecay) => {
    const { rule } = make({ weightDecay, maximize: true });
    const generated = kernels(rule);
    const reference = withoutGeneration(() => kernels(rule));
    fc.assert(
      fc.property(
        start,
        gradients,
        fc.constantFrom(Float32Array, Float64Array),
        (weights, given, FloatArray) => {
          const after = (run: Kernels) =>
            bitsAfter(
              run,
              rule,
              FloatArray.from(weights),
              given.map((gradient) => FloatArray.from(gradient)),
            );
          expect(after(generated)).toEqual(after(reference));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a generated loop", () => {
  it.each(zoo.map((specimen) => [specimen.name, specimen] as const))(
    "of %s allocates and calls nothing",
    (_, { make }) => {
      const body = kernelSource(make({ weightDecay: lrScaled(0.1, { cautious: true }) }).rule).split(
        "for (",
      )[1]!;
      expect(body).not.toMatch(/=>|function|new |\{.*:|push|\.map/);
      expect(body.replaceAll(/Math\.(sqrt|max|abs|sign)\(/g, "")).not.toMatch(/\w\(/);
    },
  );
});

describe("where generated code is forbidden", () => {
  it.each(zoo.map((specimen) => [specimen.name, specimen] as const))(
    "%s gives the same numbers",
    (_, { make }) => {
      const after = () => {
        const model = make({ weightDecay: l2(0.1) }).bind({
          w: Float32Array.of(1, -2),
          v: Float64Array.of(3),
        });
        for (let step = 0; step < 4; step++) {
          model.step({ w: Float32Array.of(noise(step), 1), v: Float64Array.of(noise(step, 1)) });
        }
        return [model.params, model.evaluationWeights(), model.slots];
      };
      expect(withoutGeneration(after)).toEqual(after());
    },
  );
});
