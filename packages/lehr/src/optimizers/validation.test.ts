import { describe, expect, it } from "vitest";
import {
  accumulate,
  adam,
  asam,
  clipAdaptively,
  clipByGlobalNorm,
  clipByValue,
  convertDecay,
  corrected,
  decoupled,
  ema,
  l2,
  lookahead,
  lrScaled,
  normalized,
  sam,
  sgd,
  sgdw,
  swa,
} from "../index.js";
import { type NumericOption, refusesOutOfRange } from "../testing/refusals.js";
import { numericOptions, zoo } from "../testing/zoo.js";

const ranges = {
  size: { refused: [-1e-9, -3], taken: [0, 1e-3, 7] },
  fraction: { refused: [-0.1, 1, 1.5], taken: [0, 0.5, 0.999] },
  unit: { refused: [-0.1, 1.1], taken: [0, 0.5, 1] },
  inside: { refused: [-0.1, 0, 1, 2], taken: [0.1, 0.9] },
} as const;

// The plainest kind of each.
const factories = new Map([...zoo].reverse().map((specimen) => [specimen.factory, specimen]));
const common = { lr: "size", weightDecay: "size" } as const;

describe("every numeric option of every factory refuses what is out of range", () => {
  it("knows every factory", () =>
    expect(Object.keys(numericOptions).sort()).toEqual([...factories.keys()].sort()));

  refusesOutOfRange(
    [...factories].flatMap(([owner, { make }]) =>
      Object.entries({ ...numericOptions[owner]!, ...common }).map(
        ([option, range]): NumericOption => ({
          owner,
          option,
          make: (value) => make({ weightDecay: 1e-4, [option]: value }),
          ...ranges[range],
        }),
      ),
    ),
  );
  refusesOutOfRange([
    {
      owner: "sgd",
      option: "dampening",
      make: (dampening) => sgd({ momentum: 0.9, dampening }),
      ...ranges.unit,
    },
  ]);

  it("what needs momentum is refused without", () => {
    expect(() => sgd({ dampening: 0.1 })).toThrow("sgd: dampening (0.1) needs momentum > 0");
    expect(() => sgd({ momentumBuffer: "updates" })).toThrow(
      'sgd: momentumBuffer ("updates") needs momentum > 0',
    );
    expect(() => sgdw({ weightDecay: 1e-4, momentum: 0, momentumBuffer: "gradients" })).toThrow(
      'sgdw: momentumBuffer ("gradients") needs momentum > 0',
    );
    const still = { match: /b/, momentum: 0, momentumBuffer: "gradients" } as const;
    expect(() => sgd({ momentum: 0.9, momentumBuffer: "updates", groups: [still] })).not.toThrow();
    expect(() => sgdw({ weightDecay: 1e-4, momentum: 0 })).not.toThrow();
  });
});

describe("every override of every group too", () => {
  refusesOutOfRange(
    [...factories].flatMap(([factory, { make }]) =>
      Object.entries({ ...numericOptions[factory]!, ...common }).map(
        ([option, range]): NumericOption => ({
          owner: `${factory}: groups[1]`,
          option,
          make: (value) =>
            make({ groups: [{ match: /a/ }, { match: /b/, weightDecay: 1e-4, [option]: value }] }),
          ...ranges[range],
        }),
      ),
    ),
  );

  it.each([...factories])(
    "%s refuses options it does not know, in a group by its number",
    (factory, { make }) => {
      expect(() => make({ learningRate: 1 })).toThrow(
        `${factory}: unknown option "learningRate"; known options are lr`,
      );
      expect(() => make({ groups: [{ match: /a/, learningRate: 1 }] })).toThrow(
        `${factory}: groups[0]: unknown option "learningRate"`,
      );
      expect(() => make({ groups: [{ match: /a/, groups: [] }] })).toThrow("without groups of their own");
      expect(() => make({ groups: [{ match: 3 as never }] })).toThrow(
        `${factory}: groups[0]: match must be a RegExp, an array of names or a function`,
      );
    },
  );
});

describe("the numbers given to decays and to what is around a step", () => {
  const model = () => adam().bind({ w: new Float64Array(2) }, { shapes: { w: [2, 1] } });
  const gradients = () => ({ w: Float64Array.of(1, 2) });
  const positive = { refused: [0, -1], taken: [1e-3, 1, 100] };
  const count = { refused: [0, -1, 1.5], taken: [1, 7] };
  refusesOutOfRange([
    { owner: "l2", option: "lambda", make: (value) => l2(value), ...ranges.size },
    { owner: "lrScaled", option: "lambda", make: (value) => lrScaled(value), ...ranges.size },
    { owner: "decoupled", option: "lambda", make: (value) => decoupled(value), ...ranges.size },
    { owner: "corrected", option: "lambda", make: (value) => corrected(value), ...ranges.size },
    { owner: "corrected", option: "lrMax", make: (lrMax) => corrected(0.1, { lrMax }), ...positive },
    { owner: "normalized", option: "lambda", make: (value) => normalized(value), ...ranges.size },
    { owner: "normalized", option: "updates", make: (updates) => normalized(0.1, { updates }), ...count },
    {
      owner: "convertDecay",
      option: "lambda",
      make: (value) => convertDecay(value, { from: "lrScaled", to: "decoupled", lr: 0.1 }),
      ...ranges.size,
    },
    {
      owner: "convertDecay",
      option: "lr",
      make: (lr) => convertDecay(0.1, { from: "lrScaled", to: "decoupled", lr }),
      ...positive,
    },
    {
      owner: "convertDecay",
      option: "updates",
      make: (updates) => convertDecay(0.1, { from: "normalized", to: "decoupled", updates }),
      ...count,
    },
    { owner: "accumulate", option: "every", make: (every) => accumulate(model(), { every }), ...count },
    { owner: "lookahead", option: "every", make: (every) => lookahead(model(), { every }), ...count },
    { owner: "lookahead", option: "alpha", make: (alpha) => lookahead(model(), { alpha }), ...ranges.unit },
    { owner: "swa", option: "every", make: (every) => swa(model(), { every }), ...count },
    {
      owner: "swa",
      option: "from",
      make: (from) => swa(model(), { from }),
      refused: [-1, 0.5],
      taken: [0, 3],
    },
    { owner: "ema", option: "decay", make: (decay) => ema(model(), { decay }), ...ranges.unit },
    { owner: "sam", option: "rho", make: (rho) => sam(model(), { rho }), ...ranges.size },
    { owner: "asam", option: "rho", make: (rho) => asam(model(), { rho }), ...ranges.size },
    { owner: "asam", option: "eta", make: (eta) => asam(model(), { eta }), ...ranges.size },
    {
      owner: "clipByGlobalNorm",
      option: "maxNorm",
      make: (norm) => clipByGlobalNorm(gradients(), norm),
      ...positive,
    },
    { owner: "clipByValue", option: "limit", make: (limit) => clipByValue(gradients(), limit), ...positive },
    {
      owner: "clipAdaptively",
      option: "clipping",
      make: (clipping) => clipAdaptively(gradients(), model(), { clipping }),
      ...positive,
    },
    {
      owner: "clipAdaptively",
      option: "epsilon",
      make: (epsilon) => clipAdaptively(gradients(), model(), { epsilon }),
      ...positive,
    },
  ]);
});

describe("a refused step changes nothing", () => {
  const broken: readonly [string, (step: number) => number][] = [
    ["NaN", () => Number.NaN],
    ["Infinity", () => Infinity],
    ["-1", () => -1],
  ];

  it.each(zoo.map((specimen) => [specimen.name, specimen] as const))("%s", (_, { factory, make }) => {
    const options = ["lr", "schedule", "weightDecay", ...Object.keys(numericOptions[factory]!)].filter(
      // These shape the rule and may only be numbers.
      (option) =>
        option !== "initialAccumulator" && !(factory.startsWith("scheduleFree") && option === "beta1"),
    );
    for (const option of options) {
      for (const [text, wrong] of broken) {
        const breaks = (step: number) => (step < 2 ? 0.5 : wrong(step));
        const model = make({
          groups: [
            {
              match: ["b"],
              [option]: breaks,
              weightDecay: 0.5,
              ...(option === "weightDecay" && { weightDecay: breaks }),
            },
          ],
        }).bind({
          a: Float64Array.of(1, -2),
          b: Float32Array.of(3, -4),
        });
        const gradients = { a: Float64Array.of(0.1, 0.2), b: Float32Array.of(-0.3, 0.4) };
        model.step(gradients);
        model.step(gradients);
        const before = structuredClone({ params: model.params, state: model.stateDict() });
        expect(() => model.step(gradients)).toThrow(`${factory}: groups[0]: ${option} (of update 2) must be`);
        expect(() => model.step(gradients)).toThrow(`got ${text}`);
        expect({ params: model.params, state: model.stateDict() }).toEqual(before);
      }
    }
  });

  it("for gradients that do not fit", () => {
    const model = adam().bind({ a: new Float64Array(2), b: new Float32Array(3) });
    const before = structuredClone(model.stateDict());
    const good = { a: new Float64Array(2), b: new Float32Array(3) };
    const refused: [object, string][] = [
      [
        { a: good.a },
        'adam: gradient of "b" must be a Float32Array of length 3 like its parameter, got undefined',
      ],
      [
        { ...good, b: new Float64Array(3) },
        'gradient of "b" must be a Float32Array of length 3 like its parameter',
      ],
      [
        { ...good, b: new Float32Array(2) },
        'gradient of "b" must be a Float32Array of length 3 like its parameter, got a Float32Array of length 2',
      ],
      [{ ...good, c: good.a }, 'gradient of "c" matches no parameter; parameters are a, b'],
      [{ ...good, toString: good.a }, 'gradient of "toString" matches no parameter'],
    ];
    for (const [gradients, message] of refused) expect(() => model.step(gradients as never)).toThrow(message);
    expect(() => model.step(null as never)).toThrow(
      "adam: gradients must be a record of arrays by name, got null",
    );
    expect(model.stateDict()).toEqual(before);
  });
});
