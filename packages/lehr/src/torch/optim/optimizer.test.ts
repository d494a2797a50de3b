import { runInNewContext } from "node:vm";
import { optim } from "lehr/torch";
import { describe, expect, it } from "vitest";
import { type NumericOption, refusesOutOfRange } from "../../testing/refusals.js";

const param = (...values: number[]) => Float64Array.from(values.length === 0 ? [1, -2, 3] : values);
const gradient = () => Float64Array.of(0.5, -0.25, 0.125);

const ranges = {
  nonNegative: { refused: [-1e-9], taken: [0, 7.5] },
  unit: { refused: [-1e-9, 1.001], taken: [0, 0.5, 1] },
  belowOne: { refused: [-1e-9, 1], taken: [0, 0.5] },
} as const;

type Name = "SGD" | "Adam" | "AdamW" | "NAdam" | "RAdam" | "Adamax" | "RMSprop" | "Adagrad" | "Adadelta";
type Class = new (params: unknown, options?: object) => optim.Optimizer;
const classOf = (name: Name) => optim[name] as unknown as Class;

const numeric: Record<Name, Record<string, keyof typeof ranges>> = {
  SGD: { momentum: "belowOne", dampening: "unit" },
  Adam: { eps: "nonNegative" },
  AdamW: { eps: "nonNegative" },
  NAdam: { eps: "nonNegative", momentumDecay: "nonNegative" },
  RAdam: { eps: "nonNegative" },
  Adamax: { eps: "nonNegative" },
  RMSprop: { alpha: "belowOne", eps: "nonNegative", momentum: "belowOne" },
  Adagrad: { lrDecay: "nonNegative", initialAccumulatorValue: "nonNegative", eps: "nonNegative" },
  Adadelta: { rho: "unit", eps: "nonNegative" },
};
const names = Object.keys(numeric) as Name[];

describe("every numeric option refuses what is out of range", () => {
  const options = names.flatMap((name) =>
    Object.entries({ lr: "nonNegative", weightDecay: "nonNegative", ...numeric[name] } as const),
  );
  describe("of an optimizer", () => {
    refusesOutOfRange(
      names.flatMap((name) =>
        Object.entries({
          lr: "nonNegative" as const,
          weightDecay: "nonNegative" as const,
          ...numeric[name],
        }).map(
          ([option, range]): NumericOption => ({
            owner: name,
            option,
            make: (value) => new (classOf(name))([param()], { [option]: value }),
            ...ranges[range],
          }),
        ),
      ),
    );
  });

  describe("of a group, when it is added and when it is stepped", () => {
    it.each(names)("%s", (name) => {
      for (const option of ["lr", "weightDecay", ...Object.keys(numeric[name])]) {
        for (const value of [-1, Number.NaN, Infinity]) {
          const message = `${name}: group 0: ${option} must be`;
          expect(() => new (classOf(name))([{ params: [param()], [option]: value }])).toThrow(message);
          const weights = param();
          const stepped = new (classOf(name))([weights]);
          Object.assign(stepped.paramGroups[0]!, { [option]: value });
          expect(() => stepped.step([gradient()])).toThrow(message);
          expect(weights).toEqual(param());
        }
      }
    });
  });

  it("betas, flags, nesterov and unknown options", () => {
    for (const betas of [[0.9], [0.9, 1], [-0.1, 0.9], [Number.NaN, 0.9], 0.9]) {
      expect(() => new optim.Adam([param()], { betas: betas as never })).toThrow(/Adam: betas.* must be/);
    }
    expect(() => new optim.Adam([param()], { amsgrad: 1 as never })).toThrow(
      "amsgrad must be true or false, got 1",
    );
    expect(() => new optim.SGD([param()], { nesterov: true })).toThrow(
      "nesterov needs momentum > 0 and dampening 0",
    );
    expect(() => new optim.SGD([{ params: [param()], nesterov: true }])).toThrow(
      "SGD: group 0: nesterov needs",
    );
    expect(() => new optim.SGD([param()], { weight_decay: 1 } as never)).toThrow(
      'unknown option "weight_decay"',
    );
    expect(() => new optim.SGD([{ params: [param()], betas: [0, 0] } as never])).toThrow(
      'unknown option "betas"',
    );
    expect(options.length).toBeGreaterThan(20);
  });
});

describe("how a step is carried out", () => {
  it.each(names)("%s takes what PyTorch's takes, and no number changes", (name) => {
    const plain = param();
    const flagged = param();
    const one = new (classOf(name))([plain]);
    const other = new (classOf(name))([flagged], { foreach: true, differentiable: false });
    for (let t = 0; t < 5; t++) {
      one.step([gradient()]);
      other.step([gradient()]);
    }
    expect(flagged).toEqual(plain);
    expect(() => new (classOf(name))([param()], { foreach: null })).not.toThrow();
  });

  it("refuses what would promise what there is not", () => {
    expect(() => new optim.Adam([param()], { differentiable: true })).toThrow(
      "Adam: differentiable must be false, got true: gradients are arrays here",
    );
    expect(() => new optim.Adam([param()], { foreach: true, fused: true })).toThrow("must not both be true");
    expect(() => new optim.Adam([param()], { capturable: 1 as never })).toThrow(
      "capturable must be true or false",
    );
    expect(() => new optim.SGD([param()], { capturable: true } as never)).toThrow(
      'unknown option "capturable"',
    );
  });

  it.each(["Adam", "NAdam", "RAdam"] as const)(
    "%s decays decoupled as AdamW does: both terms read the old weights",
    (name) => {
      const options = { lr: 0.1, weightDecay: 0.2 };
      const [decayed, plain] = [param(), param()];
      new (classOf(name))([decayed], { ...options, decoupledWeightDecay: true }).step([gradient()]);
      new (classOf(name))([plain], { lr: 0.1 }).step([gradient()]);
      for (const [i, w] of param().entries()) expect(decayed[i]).toBeCloseTo(plain[i]! - 0.1 * 0.2 * w, 14);
    },
  );

  it("maximize is the descent of the negative gradient, before decay", () => {
    for (const name of names) {
      const [up, down] = [param(), param()];
      new (classOf(name))([up], { maximize: true, weightDecay: 0.1 }).step([gradient()]);
      new (classOf(name))([down], { weightDecay: 0.1 }).step([gradient().map((g) => -g)]);
      expect(up).toEqual(down);
    }
  });
});

describe("groups", () => {
  it("are read at every step: writing lr is all a schedule does", () => {
    const [one, other] = [param(), param()];
    const optimizer = new optim.SGD([{ params: one, lr: 0.5 }, { params: [other] }], { lr: 0.1 });
    expect(optimizer.paramGroups.map(({ lr }) => lr)).toEqual([0.5, 0.1]);
    optimizer.paramGroups[1]!.lr = 0;
    optimizer.step([gradient(), gradient()]);
    expect(one).toEqual(param(0.75, -1.875, 2.9375));
    expect(other).toEqual(param());
  });

  it("may be added later; a parameter without a gradient is passed over, its count of steps too", () => {
    const [one, late] = [param(), param()];
    const optimizer = new optim.Adam([one]);
    optimizer.step([gradient()]);
    optimizer.addParamGroup({ params: [late], lr: 0.01 });
    optimizer.step([null, gradient()]);
    optimizer.step([gradient(), null]);
    const { state } = optimizer.stateDict();
    expect([state[0]!.step, state[1]!.step]).toEqual([2, 1]);
    expect(late[0]).toBeCloseTo(1 - 0.01, 8);
  });

  it("hold a parameter once", () => {
    const shared = param();
    expect(() => new optim.SGD([{ params: [shared] }, { params: [shared] }])).toThrow(
      "SGD: group 1: params[0] is already in a group",
    );
    expect(() => new optim.SGD([shared, shared])).toThrow("params[1] is already in a group");
  });

  it("are refused where they are none", () => {
    expect(() => new optim.SGD([])).toThrow("params must not be empty");
    expect(() => new optim.SGD(param() as never)).toThrow(
      "params must be an array of Float32Array or Float64Array",
    );
    expect(() => new optim.SGD([{ params: [] }])).toThrow(
      "SGD: group 0: params must hold at least one array",
    );
    expect(() => new optim.SGD([[1, 2]] as never)).toThrow("SGD: group 0: must be an object { params, ... }");
    expect(() => new optim.SGD([{ params: [[1]] }] as never)).toThrow(
      "params[0] must be a Float32Array or Float64Array",
    );
  });

  it("take parameters and gradients of another realm", () => {
    const foreign = (code: string) => runInNewContext(code) as Float64Array;
    const [there, here] = [foreign("Float64Array.of(1, -2, 3)"), param()];
    new optim.Adam([there]).step([gradient()]);
    new optim.Adam([here]).step([foreign("Float64Array.of(0.5, -0.25, 0.125)")]);
    expect([...there]).toEqual([...here]);
  });

  it("refuse gradients that do not fit, and change nothing", () => {
    const weights = [param(), param()];
    const optimizer = new optim.SGD(weights, { lr: 1 });
    for (const bad of [
      [gradient()],
      [gradient(), Float32Array.of(1, 2, 3)],
      [gradient(), param(1)],
      [gradient(), [1, 2, 3]],
    ]) {
      expect(() => optimizer.step(bad as never)).toThrow(/SGD: gradients(\[1\])? must/);
    }
    expect(weights).toEqual([param(), param()]);
  });
});

describe("state", () => {
  const cases = names.map((name) => [
    name,
    name === "SGD" || name === "RMSprop" ? { momentum: 0.9 } : name === "Adam" ? { amsgrad: true } : {},
  ]) as [Name, object][];

  it.each(cases)("%s: 20 steps, save, load, 20 more equal 40 straight", (name, options) => {
    for (const FloatArray of [Float32Array, Float64Array]) {
      const gradients = Array.from({ length: 40 }, (_, t) => [FloatArray.of(Math.sin(t), Math.cos(t))]);
      const straight = FloatArray.of(1, 2);
      const first = new (classOf(name))([straight], { ...options, weightDecay: 0.01 });
      for (const given of gradients.slice(0, 20)) first.step(given);
      const halfway = straight.slice();
      const second = new (classOf(name))([halfway], { ...options, lr: 123 });
      second.loadStateDict(first.stateDict());
      expect(second.paramGroups[0]!.lr).toBe(first.paramGroups[0]!.lr);
      for (const given of gradients.slice(20)) {
        first.step(given);
        second.step(given);
      }
      expect(halfway).toEqual(straight);
      expect(second.stateDict()).toEqual(first.stateDict());
    }
  });

  it("has PyTorch's names, and is a copy", () => {
    const optimizer = new optim.AdamW([param(), param()], { amsgrad: true });
    optimizer.step([gradient(), null]);
    const saved = optimizer.stateDict();
    expect(Object.keys(saved.state[0]!)).toEqual(["step", "expAvg", "expAvgSq", "maxExpAvgSq"]);
    expect(saved.state[1]).toBeUndefined();
    expect(saved.paramGroups[0]).toMatchObject({
      lr: 1e-3,
      betas: [0.9, 0.999],
      amsgrad: true,
      params: [0, 1],
    });
    const before = structuredClone(saved);
    optimizer.step([gradient(), gradient()]);
    expect(saved).toEqual(before);
  });

  const withMemory = {
    SGD: { momentum: 0.9 },
    RMSprop: { momentum: 0.9, centered: true },
    Adam: { amsgrad: true },
  };
  it.each(names)("of %s is refused where a part is missing or no number, and changes nothing", (name) => {
    const make = () =>
      new (classOf(name))([param(), param()], withMemory[name as keyof typeof withMemory] ?? {});
    const [saving, loading] = [make(), make()];
    for (const optimizer of [saving, loading]) optimizer.step([gradient(), gradient()]);
    const saved = saving.stateDict();
    loading.step([gradient(), gradient()]);
    const before = loading.stateDict();
    const load = (change: (state: Record<string, unknown>) => void) => () => {
      const second = { ...saved.state[1] };
      change(second);
      loading.loadStateDict({ ...saved, state: { ...saved.state, 1: second as never } });
    };
    for (const [part, value] of Object.entries(saved.state[1]!)) {
      const owner = `${name}.loadStateDict: state[1]: `;
      expect(load((state) => delete state[part])).toThrow(`${owner}"${part}" is missing; there is`);
      const wrong =
        typeof value === "number" ? [Number.NaN, null, Infinity, gradient()] : [1, null, param(1)];
      for (const value of wrong) {
        expect(load((state) => Object.assign(state, { [part]: value }))).toThrow(`${owner}${part} must be`);
      }
    }
    expect(load((state) => Object.assign(state, { expAverage: 1 }))).toThrow('"expAverage" is unknown');
    if ("step" in saved.state[1]!) {
      for (const step of [-1, 0.5]) {
        expect(load((state) => Object.assign(state, { step }))).toThrow(
          `step must be a whole number >= 0, got ${step}`,
        );
      }
    }
    expect(loading.stateDict()).toEqual(before);
    loading.loadStateDict(saved);
    expect(loading.stateDict()).toEqual(saved);
  });

  it("is asked for where there is none", () => {
    const optimizer = new optim.Adam([param()]);
    const message = "Adam.loadStateDict: stateDict must be what stateDict gives: { state, paramGroups";
    for (const wrong of [undefined, null, 3, {}, { state: {} }, { state: {}, paramGroups: [{}] }]) {
      expect(() => optimizer.loadStateDict(wrong as never)).toThrow(message);
    }
  });

  it("is refused where it does not fit, and changes nothing", () => {
    const optimizer = new optim.Adam([param()]);
    optimizer.step([gradient()]);
    const before = optimizer.stateDict();
    const wrong = new optim.Adam([param(1)]);
    wrong.step([param(1)]);
    const two = new optim.Adam([param(), param()]);
    const other = new optim.RMSprop([param()]);
    other.step([gradient()]);
    expect(() => optimizer.loadStateDict(two.stateDict())).toThrow(
      "Adam.loadStateDict: groups must have 1 parameters, got 2",
    );
    expect(() => optimizer.loadStateDict(wrong.stateDict())).toThrow(
      "Adam.loadStateDict: state[0]: expAvg must be 3 numbers like its parameter, got a Float64Array of length 1",
    );
    expect(() => optimizer.loadStateDict(other.stateDict())).toThrow(/unknown option "alpha"/);
    expect(optimizer.stateDict()).toEqual(before);
  });
});
