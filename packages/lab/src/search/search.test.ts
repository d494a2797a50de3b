import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SearchRequest, searchOf } from "./searchPlan.js";
import { settingOf } from "./setting.js";
import { fixedOf, variationOf } from "./variation.js";

describe("variationOf", () => {
  it.each([
    ["beta1=0.8,0.9", [0.8, 0.9]],
    ["weightDecay=0, 1e-4,1e-3", [0, 1e-4, 1e-3]],
    ["nesterov=true,false", [true, false]],
    ["schedule=cosine,restarts-5-2", ["cosine", "restarts-5-2"]],
    ["lr=1e-4..1e-1:4", [1e-4, 1e-3, 1e-2, 1e-1]],
    ["lr=0.1..0.4:3", [0.1, 0.2, 0.4]],
    ["momentum=lin:0..0.9:4", [0, 0.3, 0.6, 0.9]],
    ['schedule={"schedule": "cosine", "power": 2}', ['{"schedule": "cosine", "power": 2}']],
    ["lr=0.1,0.1", [0.1]],
  ])("%s", (text, values) => {
    expect(variationOf(text)).toEqual({ name: text.split("=")[0], kind: "values", values });
  });

  it("knows ranges, and that a learning rate has two names", () => {
    expect(variationOf("learningRate=1e-4..1e-1")).toEqual({
      ...{ name: "lr", kind: "range" },
      ...{ from: 1e-4, to: 1e-1, scale: "log" },
    });
    expect(variationOf("beta1=lin:0.8..0.95")).toMatchObject({ from: 0.8, to: 0.95, scale: "linear" });
  });

  it.each([
    ["lr", "--vary must read <name>=<value>"],
    ["lr=", "--vary must read <name>=<value>"],
    ["lr=1,,2", "--vary lr must be values separated by commas"],
    ["lr=0..1:3", "begins above 0, got 0..1; lin:0..1 has equal steps"],
    ["lr=1..0.1:3", "goes from less to more"],
    ["lr=1e-3..fast:3", 'a number at both ends, got "fast"'],
    ["lr=1e-3..1:1", 'a whole number >= 2 of values after the colon, got "1"'],
    ["lr=1e-3..1:", 'a whole number >= 2 of values after the colon, got ""'],
  ])("refuses %s", (text, message) => {
    expect(() => variationOf(text)).toThrow(message);
  });

  it("goes from one end exactly to the other, in order", () => {
    const positive = fc.double({ min: 1e-8, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 2, max: 20 }), (a, b, count) => {
        fc.pre(Math.max(a, b) > 1.001 * Math.min(a, b));
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const found = variationOf(`lr=${from}..${to}:${count}`);
        const values = found.kind === "values" ? (found.values as number[]) : [];
        expect(values.length).toBe(count);
        expect([values[0], values.at(-1)]).toEqual([from, to]);
        expect([...values].sort((one, other) => one - other)).toEqual(values);
      }),
    );
  });
});

describe("settingOf", () => {
  it("has defaults of lab and lehr", () => {
    expect(settingOf({}, 10)).toEqual({
      ...{ optimizer: "adamw", decay: "decoupled", schedule: "cosine" },
      ...{ learningRate: 1e-3, weightDecay: 0, options: {} },
    });
    expect(settingOf({ optimizer: "sam", rho: 0.1, lr: 0.2 }, 10)).toMatchObject({
      ...{ decay: "l2", learningRate: 0.2, options: { rho: 0.1 } },
    });
    const common = { clipNorm: 1, accumulate: 4, decayOnlyMatrices: true };
    expect(settingOf({ weightDecay: 0.1, ...common }, 10).options).toEqual(common);
  });

  it.each([
    [{ beta3: 1 }, 'adamw: unknown option "beta3"; known options are'],
    [{ beta1: 2 }, "adamw: beta1 must be a number in [0, 1)"],
    [{ lr: "fast" }, 'lr must be a number, got "fast"'],
    [{ lr: -1 }, "lr must be"],
    [{ weightDecay: true }, 'weightDecay must be a number, got "true"'],
    [{ optimizer: "adamx" }, 'unknown optimizer "adamx"; choose from sgd'],
    [{ decay: "L2" }, 'unknown decay "L2"; choose from l2, decoupled'],
    [{ schedule: "cosin" }, 'unknown schedule "cosin"; choose from'],
    [{ optimizer: "sam", rho: -1 }, "rho must be"],
    [{ clipNorm: 0 }, "clipNorm must be a number > 0, got 0"],
  ])("refuses %j", (values, message) => {
    expect(() => settingOf(values, 10)).toThrow(message);
  });
});

const request: SearchRequest = {
  task: { dataset: "cifar10", model: "cnn", trainSize: 100, batchSize: 10, evaluateEvery: 1 },
  ...{ epochs: 9, seed: 5, seeds: 2, fixed: {}, varied: [], random: null, halving: null },
};
const search = (more: Partial<SearchRequest>) => searchOf({ ...request, ...more });

describe("searchOf", () => {
  it("runs every combination with one seed, then with the next", () => {
    const { plan, trials } = search({
      fixed: { optimizer: "adamw", beta2: 0.99 },
      varied: ["lr=1e-3,1e-2", "weightDecay=0,1e-4", "beta1=0.8,0.9"].map(variationOf),
    });
    expect(plan.preset).toBe("grid");
    expect(plan.series).toEqual({
      adamw: {
        ...{
          optimizer: "adamw",
          decay: "decoupled",
          schedule: "cosine",
          options: { beta2: 0.99 },
          epochs: 9,
        },
        ...{ learningRates: [1e-3, 1e-2], weightDecays: [0, 1e-4] },
      },
    });
    expect(trials.length).toBe(16);
    expect(trials.map(({ seed }) => seed)).toEqual([...Array(8).fill(5), ...Array(8).fill(6)]);
    expect(trials[1]).toMatchObject({
      series: "adamw",
      learningRate: 1e-3,
      weightDecay: 0,
      options: { beta2: 0.99, beta1: 0.9 },
    });
  });

  it("makes a series of each optimizer, decay and schedule", () => {
    const { plan } = search({ varied: ["schedule=cosine,fixed", "decay=l2,normalized"].map(variationOf) });
    expect(Object.keys(plan.series)).toEqual([
      "adamw-l2-cosine",
      "adamw-normalized-cosine",
      "adamw-l2-fixed",
      "adamw-normalized-fixed",
    ]);
    const optimizers = search({ varied: [variationOf("optimizer=adam,adamw")] }).plan.series;
    expect(Object.entries(optimizers).map(([key, { decay }]) => [key, decay])).toEqual([
      ["adam", "l2"],
      ["adamw", "decoupled"],
    ]);
  });

  it("draws the same different settings for every seed; more begin with the same", () => {
    const varied = ["lr=1e-4..1e-1", "beta1=lin:0.8..0.95", "amsgrad=true,false"].map(variationOf);
    const { plan, trials } = search({ varied, random: 20 });
    expect(plan.preset).toBe("random");
    const unseeded = (of: number) =>
      trials.filter(({ seed }) => seed === of).map(({ seed: _, ...rest }) => rest);
    expect(unseeded(6)).toEqual(unseeded(5));
    expect(new Set(unseeded(5).map((one) => JSON.stringify(one))).size).toBe(20);
    for (const { learningRate, options } of trials) {
      expect(learningRate).toBeGreaterThanOrEqual(1e-4);
      expect(learningRate).toBeLessThanOrEqual(1e-1);
      expect(options.beta1).toBeGreaterThanOrEqual(0.8);
      expect(options.beta1).toBeLessThanOrEqual(0.95);
    }
    // Half of them on either side of the geometric middle, about.
    const small = unseeded(5).filter(({ learningRate }) => learningRate < Math.sqrt(1e-5)).length;
    expect(small).toBeGreaterThan(4);
    expect(small).toBeLessThan(16);
    const more = search({ varied, random: 25, seeds: 1 }).trials;
    expect(more.slice(0, 20).map(({ seed: _, ...rest }) => rest)).toEqual(unseeded(5));
    expect(search({ varied, random: 20, seed: 6 }).trials[0]).not.toEqual(trials[20]);
  });

  it("draws as many as there are, however many that is", () => {
    const tenth = "0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9";
    const varied = [`lr=${tenth}`, `beta1=${tenth}`, `weightDecay=${tenth}`].map(variationOf);
    expect(search({ varied, random: 729, seeds: 1 }).trials.length).toBe(729);
    expect(() => search({ varied, random: 730 })).toThrow(
      "--random must be at most the 729 settings there are",
    );
  });

  it.each<[Partial<SearchRequest>, string]>([
    [{ varied: [variationOf("lr=1e-3..1")] }, "--vary lr is a range without a number of values"],
    [{ fixed: { lr: 1 }, varied: [variationOf("learningRate=1,2")] }, "lr is given twice"],
    [
      { varied: [variationOf("lr=1,2")], random: 3 },
      "--random must be at most the 2 settings there are, got 3",
    ],
    [{ halving: { factor: 3, firstRung: 9 } }, "--first-rung must be less than the 9 epochs, got 9"],
    [{ varied: [variationOf("beta9=1,2")] }, 'unknown option "beta9"'],
  ])("refuses %j", (more, message) => {
    expect(() => search(more)).toThrow(message);
  });
});

it("reads one value of any kind", () => {
  expect([fixedOf("beta2=0.99"), fixedOf("learningRate=1e-3"), fixedOf("nesterov=true")]).toEqual([
    { name: "beta2", value: 0.99 },
    { name: "lr", value: 1e-3 },
    { name: "nesterov", value: true },
  ]);
  expect(() => fixedOf("beta2")).toThrow('--set must read <name>=<value>, got "beta2"');
});
