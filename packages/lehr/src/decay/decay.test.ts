import { afterEach, describe, expect, it, vi } from "vitest";
import {
  adam,
  adamw,
  convertDecay,
  corrected,
  type DecayConvention,
  decoupled,
  l2,
  lrScaled,
  matrices,
  normalized,
  sgd,
  sgdw,
} from "../index.js";
import { expectClose } from "../testing/references.js";
import { zoo } from "../testing/zoo.js";

afterEach(() => vi.restoreAllMocks());

describe("corrected decay", () => {
  const taken = (weightDecay: ReturnType<typeof corrected>, lr = 0.5) => {
    const model = sgd({ lr, schedule: (step) => [1, 0.5, 0][step]!, weightDecay }).bind({
      w: Float64Array.of(1),
    });
    return [0, 1, 2].map(() => {
      const [before] = model.params.w;
      model.step({ w: Float64Array.of(0) });
      return 1 - model.params.w[0]! / before!;
    });
  };
  it("takes off lr_t^2 / lrMax lambda, lrMax the base learning rate by default", () => {
    expectClose(taken(corrected(0.1)), [0.05, 0.0125, 0], 1e-14);
    expectClose(taken(corrected(0.1, { lrMax: 1 })), [0.025, 0.00625, 0], 1e-14);
  });
  it("does nothing, not even NaN, at a learning rate of 0", () =>
    expect(taken(corrected(0.1), 0)).toEqual([0, 0, 0]));
  it("asks for lrMax where lr is a function", () => {
    expect(() => adamw({ lr: () => 0.1, weightDecay: corrected(0.1) })).toThrow(
      "adamw: corrected(lambda) needs to know the largest learning rate",
    );
    expect(() => adamw({ lr: () => 0.1, weightDecay: corrected(0.1, { lrMax: 0.1 }) })).not.toThrow();
  });
});

describe("where decay acts", () => {
  const params = () => ({ "dense/kernel": Float64Array.of(1, 1), "dense/bias": Float64Array.of(1, 1) });
  const shapes = { "dense/kernel": [2, 1] };
  const zero = { "dense/kernel": new Float64Array(2), "dense/bias": new Float64Array(2) };
  it.each([
    ["a pattern", /kernel/],
    ["a pattern with a memory", /kernel/g],
    ["names", ["dense/kernel"]],
    [
      "a predicate",
      ({ name, shape }: { name: string; shape: readonly number[] }) => name.includes("k") && shape[1] === 1,
    ],
    ["matrices", matrices],
  ])("%s", (_, where) => {
    for (const decay of [l2, lrScaled, decoupled, corrected, normalized]) {
      const weightDecay =
        decay === normalized ? normalized(1e-3, { where, updates: 4 }) : decay(1e-3, { where });
      const model = sgd({ lr: 0.1, weightDecay }).bind(params(), { shapes });
      model.step(zero);
      expect(model.params["dense/kernel"][0]).toBeLessThan(1);
      expect(model.params["dense/bias"]).toEqual(Float64Array.of(1, 1));
    }
  });

  it.each(zoo.map((specimen) => [specimen.name, specimen] as const))(
    "spared parameters step as without decay: %s",
    (_, { make }) => {
      const decaying = make({ weightDecay: lrScaled(0.5, { where: ["w"] }) }).bind({
        w: Float64Array.of(1, 4),
        b: Float64Array.of(2, 3),
      });
      const plain = make({ weightDecay: 0 }).bind({ w: Float64Array.of(1, 4), b: Float64Array.of(2, 3) });
      for (let step = 0; step < 3; step++) {
        const gradients = { w: Float64Array.of(0.3, 1), b: Float64Array.of(-0.7, 2) };
        decaying.step(gradients);
        plain.step(gradients);
      }
      expect(decaying.params.b).toEqual(plain.params.b);
      expect(decaying.params.w).not.toEqual(plain.params.w);
    },
  );

  it("refuses a predicate that finds nothing where bind was given no shapes", () => {
    const optimizer = adamw({ weightDecay: lrScaled(0.1, { where: matrices }) });
    expect(() => optimizer.bind(params())).toThrow(
      "adamw: weightDecay.where (the function) matches no parameter; give bind the shapes, or name the parameters",
    );
    expect(() => optimizer.bind(params(), { shapes: { "dense/kernel": [2] } })).not.toThrow();
    const byName = lrScaled(0.1, { where: ({ name }) => name.endsWith("kernel") });
    expect(() => adamw({ weightDecay: byName }).bind(params())).not.toThrow();
  });

  it("refuses a pattern or a name that finds nothing", () => {
    const bind = (where: RegExp | string[]) =>
      adamw({ weightDecay: lrScaled(0.1, { where }) }).bind(params());
    expect(() => bind(/kernal/)).toThrow(
      "adamw: weightDecay.where (/kernal/) matches no parameter; parameters are dense/kernel, dense/bias",
    );
    expect(() => bind(["dense/kernel", "dense/b"])).toThrow(
      "weightDecay.where (dense/b) matches no parameter",
    );
    expect(() => lrScaled(0.1, { where: "kernel" as never })).toThrow(
      "lrScaled: where must be a RegExp, an array of names",
    );
  });
});

describe("cautious decay", () => {
  it("acts where step and weight agree in sign or one is zero, and nowhere else", () => {
    const weights = () => Float64Array.of(1, -1, 1, -1, 1);
    const gradient = Float64Array.of(1, -1, -1, 1, 0);
    const model = sgd({ lr: 0.5, weightDecay: lrScaled(0.1, { cautious: true }) }).bind({ w: weights() });
    model.step({ w: gradient });
    expectClose(model.params.w, [1 - 0.5 - 0.05, -1 + 0.5 + 0.05, 1 + 0.5, -1 - 0.5, 1 - 0.05], 1e-14);
  });
  it("is no option of L2, which is part of the step it would be compared with", () => {
    expect(() => l2(0.1, { cautious: true } as never)).toThrow(
      'l2: unknown option "cautious"; known options are where',
    );
    expect(() => lrScaled(0.1, { cautious: 1 as never })).toThrow(
      "lrScaled: cautious must be true or false, got 1",
    );
  });
});

describe("the warning of a lambda in another unit", () => {
  const warnings = (make: () => unknown) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    warn.mockClear();
    make();
    return warn.mock.calls.map(([text]) => text as string);
  };
  it("names the decay that is probably meant", () => {
    const [text, ...others] = warnings(() => adamw({ lr: 1e-3, weightDecay: decoupled(1e-2) }));
    expect(others).toEqual([]);
    expect(text).toMatch(/^adamw: decoupled\(0.01\) takes 1 % off every weight at every update/);
    expect(text).toContain("did you mean lrScaled(0.01), which is decoupled(0.00001) at lr 0.001?");
    expect(text).toContain("{ warn: false }");
  });
  it("comes once per factory call, also with groups that inherit the decay", () => {
    const groups = [
      { match: /b/, lr: 0.1 },
      { match: /c/, lr: 0.2 },
    ];
    expect(warnings(() => sgdw({ weightDecay: 0.01, groups }))).toHaveLength(1);
    expect(
      warnings(() => sgdw({ weightDecay: 1e-4, groups: [{ match: /b/, weightDecay: 0.01 }] }))[0],
    ).toMatch(/^sgdw: groups\[0\]/);
  });
  it("does not come for the paper's lambdas, for other conventions, for functions, or when silenced", () => {
    const quiet = [2e-3, 5e-4, () => 0.1].map((lambda) => decoupled(lambda));
    const decays = [
      ...quiet,
      decoupled(0.1, { warn: false }),
      lrScaled(0.1),
      l2(0.1),
      corrected(0.1),
      normalized(0.05, { updates: 9 }),
    ];
    expect(warnings(() => decays.map((weightDecay) => adam({ weightDecay })))).toEqual([]);
  });
});

describe("convertDecay", () => {
  const lr = 1e-3;
  const updates = 40_000;
  it.each<[number, DecayConvention, DecayConvention, number]>([
    [0.1, "lrScaled", "decoupled", 1e-4],
    [1e-4, "decoupled", "lrScaled", 0.1],
    [0.05, "normalized", "decoupled", 0.00025],
    [0.05, "normalized", "lrScaled", 0.25],
    [2.5e-4, "decoupled", "normalized", 0.05],
    [0.25, "lrScaled", "normalized", 0.05],
    [0.3, "lrScaled", "lrScaled", 0.3],
  ])("%s %s is %s", (lambda, from, to, expected) => {
    expectClose([convertDecay(lambda, { from, to, lr, updates })], [expected], 1e-14);
  });

  it("says where no constant lambda can match, and takes the word of who knows better", () => {
    const l2ToDecoupled = { from: "l2", to: "decoupled", lr } as const;
    expect(() => convertDecay(0.1, l2ToDecoupled)).toThrow("Proposition 2");
    expectClose([convertDecay(0.1, { ...l2ToDecoupled, plainSgd: true })], [1e-4], 1e-14);
    const toCorrected = { from: "lrScaled", to: "corrected" } as const;
    expect(() => convertDecay(0.1, toCorrected)).toThrow("falls with the square of the learning rate");
    expect(convertDecay(0.1, { ...toCorrected, constantSchedule: true })).toBe(0.1);
  });

  it("asks for what it needs and refuses what it does not know", () => {
    expect(() => convertDecay(0.1, { from: "lrScaled", to: "decoupled" })).toThrow(
      'from "lrScaled" to "decoupled" needs lr',
    );
    expect(() => convertDecay(0.1, { from: "normalized", to: "decoupled" })).toThrow(
      "needs updates, a positive integer",
    );
    expect(() => convertDecay(0.1, { from: "torch" as never, to: "l2" })).toThrow('from must be one of "l2"');
  });
});
