import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { adam, adamw, decoupled, lrScaled, rmsprop, type SgdOptions, sgd } from "../index.js";
import { type AnyOptions, noise, zoo } from "../testing/zoo.js";

const params = () => ({
  "conv/kernel": Float64Array.from({ length: 4 }, (_, i) => noise(i, 1)),
  "conv/bias": Float32Array.from({ length: 2 }, (_, i) => noise(i, 2)),
  "dense/kernel": Float64Array.from({ length: 3 }, (_, i) => noise(i, 3)),
  "dense/bias": Float64Array.from({ length: 2 }, (_, i) => noise(i, 4)),
});
const gradientsAt = (step: number) => {
  const gradients = params();
  for (const array of Object.values(gradients)) {
    for (let i = 0; i < array.length; i++) array[i] = noise(step, i, array.length);
  }
  return gradients;
};

const groups: NonNullable<AnyOptions["groups"]> = [
  { match: /bias$/, weightDecay: 0, lr: 0.02 },
  { match: ["dense/kernel"], maximize: true, schedule: (step: number) => 1 / (step + 1) },
  { match: ({ shape }) => shape.length === 2, weightDecay: lrScaled(0.3) },
];
const shapes = { "conv/kernel": [2, 2] };

describe("parameter groups", () => {
  it.each(zoo.map((specimen) => [specimen.name, specimen] as const))(
    "step each parameter as an optimizer of its own would, in any order: %s",
    (_, { make }) => {
      const alone = (name: keyof ReturnType<typeof params>, overrides: AnyOptions) => {
        const model = make({ lr: 0.01, weightDecay: lrScaled(0.1), ...overrides }).bind({
          w: params()[name],
        });
        for (let step = 0; step < 5; step++) model.step({ w: gradientsAt(step)[name] });
        return model.params.w;
      };
      const expected = {
        "conv/kernel": alone("conv/kernel", { weightDecay: lrScaled(0.3) }),
        "conv/bias": alone("conv/bias", { weightDecay: 0, lr: 0.02 }),
        "dense/kernel": alone("dense/kernel", { maximize: true, schedule: (step) => 1 / (step + 1) }),
        "dense/bias": alone("dense/bias", { weightDecay: 0, lr: 0.02 }),
      };
      fc.assert(
        fc.property(
          fc.shuffledSubarray([...groups], { minLength: groups.length }),
          fc.shuffledSubarray(Object.keys(expected), { minLength: 4 }),
          (order, names) => {
            const ordered = <T extends object>(of: T) =>
              Object.fromEntries(names.map((name) => [name, of[name as keyof T]])) as T;
            const model = make({ lr: 0.01, weightDecay: lrScaled(0.1), groups: order }).bind(
              ordered(params()),
              { shapes },
            );
            for (let step = 0; step < 5; step++) model.step(gradientsAt(step));
            expect(model.params).toEqual(ordered(expected));
          },
        ),
        { numRuns: 8 },
      );
    },
  );

  it("know their parameters and their next learning rate", () => {
    const schedule = (step: number) => 1 / (step + 1);
    const model = adamw({
      lr: 0.5,
      schedule,
      groups: [
        { match: /bias/, lr: 0.1 },
        { match: ["dense/kernel"], schedule: () => 1 },
      ],
    }).bind(params());
    const rates = () => model.groups.map(({ learningRate }) => learningRate);
    expect(model.groups.map(({ parameters }) => parameters)).toEqual([
      ["conv/kernel"],
      ["conv/bias", "dense/bias"],
      ["dense/kernel"],
    ]);
    expect(rates()).toEqual([0.5, 0.1, 0.5]);
    model.step();
    expect(rates()).toEqual([0.25, 0.05, 0.5]);
    expect(model.learningRate).toBe(0.25);
  });

  it("may have a rule of another shape, with other slots", () => {
    const model = rmsprop({ groups: [{ match: /bias/, centered: true, momentum: 0.9 }] }).bind(params());
    expect(Object.keys(model.slots.secondMoment!)).toHaveLength(4);
    expect(Object.keys(model.slots.momentumBuffer!)).toEqual(["conv/bias", "dense/bias"]);
    expect(Object.keys(model.slots.meanGradient!)).toEqual(["conv/bias", "dense/bias"]);
    model.step();
  });

  it("take what they leave undefined from the optimizer, not from the factory's defaults", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const group = { match: /bias/, lr: undefined, momentum: undefined, weightDecay: undefined };
    const after = (...groups: { match: RegExp }[]) => {
      const options = { lr: 0.5, momentum: 0.9, weightDecay: decoupled(0.01), groups };
      const model = sgd(options as SgdOptions).bind(params());
      for (let step = 0; step < 2; step++) model.step(gradientsAt(step));
      return model.params;
    };
    expect(after(group)).toEqual(after());
    // It is the optimizer's decay that looks odd, and once is enough to say so.
    expect(warn).toHaveBeenCalledTimes(2);
    warn.mockRestore();
  });

  it("refuse a parameter in two groups, and a group of none", () => {
    const bind =
      (...groups: { match: RegExp | string[] | (() => boolean) }[]) =>
      () =>
        sgd({ groups }).bind(params());
    expect(bind({ match: /bias/ }, { match: /kernel/ }, { match: ["dense/bias"] })).toThrow(
      'sgd: parameter "dense/bias" matches groups 0 and 2, must be in one',
    );
    expect(bind({ match: /bias/ }, { match: /gamma/ })).toThrow(
      "sgd: groups[1]: match (/gamma/) matches no parameter; parameters are conv/kernel",
    );
    expect(bind({ match: ["dense/bias", "dense/scale"] })).toThrow(
      "sgd: groups[0]: match (dense/scale) matches no parameter",
    );
    expect(bind({ match: () => false })).toThrow("sgd: groups[0]: match (the function) matches no parameter");
    expect(() => sgd({ groups: {} as never })).toThrow(
      "sgd: groups must be an array of { match, ...options } without groups of their own, got an object",
    );
  });
});

describe("shapes given to bind", () => {
  it("are kept, a vector by default", () => {
    expect(adam().bind(params(), { shapes }).shapes).toEqual({
      "conv/kernel": [2, 2],
      "conv/bias": [2],
      "dense/kernel": [3],
      "dense/bias": [2],
    });
  });
  it.each([
    [
      { "conv/kernel": [2, 3] },
      'adam: shape of "conv/kernel" must be an array of integers whose product is 4, got [2,3]',
    ],
    [{ "conv/kernel": [0.5, 8] }, "got [0.5,8]"],
    [{ "conv/kernel": 4 }, "got 4"],
    [{ kernel: [4] }, 'adam: shape of "kernel" matches no parameter'],
  ])("are refused where they do not fit: %j", (shapes, message) => {
    expect(() => adam().bind(params(), { shapes: shapes as never })).toThrow(message);
  });
});
