import { describe, expect, it } from "vitest";
import {
  accumulate,
  adam,
  adamw,
  decodeState,
  ema,
  encodeState,
  lookahead,
  nadam,
  sgd,
  swa,
  writeSafetensors,
} from "../index.js";

const params = () => ({ w: Float32Array.of(1, 2, 3, 4), b: Float64Array.of(5) });
const shapes = { w: [2, 2] };
const stepped = (optimizer = adam()) => {
  const model = optimizer.bind(params(), { shapes });
  for (let i = 0; i < 3; i++) model.step({ w: Float32Array.of(1, -2, 3, -4), b: Float64Array.of(i) });
  return model;
};

describe("a state that does not fit is refused, explained, and changes nothing", () => {
  const { c: _, ...w } = { c: 0, w: Float32Array.of(1, 2, 3, 4) };
  it.each([
    [
      "a parameter is missing",
      () => adam().bind({ ...params(), z: new Float64Array(1) }, { shapes }),
      "parameters.z is missing in the state",
    ],
    ["a parameter is surplus", () => adam().bind(w, { shapes }), "parameters.b is missing here"],
    [
      "a shape differs",
      () => adam().bind(params(), { shapes: { w: [4, 1] } }),
      "parameters.w.shape is [4,1] here, [2,2] in the state",
    ],
    [
      "a type differs",
      () => adam().bind({ ...params(), b: new Float32Array(1) }, { shapes }),
      'parameters.b.dtype is "F32" here, "F64" in the state',
    ],
    [
      "the rule differs",
      () => sgd({ momentum: 0.9 }).bind(params(), { shapes }),
      'parameters.w.rule is "sgd" here, "adam" in the state',
    ],
    [
      "AMSGrad is on",
      () => adam({ amsgrad: true }).bind(params(), { shapes }),
      'is "amsgrad" here, "adam" in the state',
    ],
    [
      "an average is missing",
      () => ema(adam().bind(params(), { shapes })),
      "around.ema is missing in the state",
    ],
  ])("%s", (_, make, message) => {
    const model = make();
    const before = structuredClone(model.stateDict());
    expect(() => model.loadStateDict(stepped().stateDict())).toThrow(message);
    expect(model.stateDict()).toEqual(before);
    expect(model.updates).toBe(0);
  });

  it("a wrapper is surplus", () => {
    const { around: _, ...state } = stepped().stateDict();
    const saved = { ...state, around: { swa: { numbers: {}, arrays: {} } } };
    expect(() => stepped().loadStateDict(saved)).toThrow("around.swa is missing here");
  });

  it("slots and numbers are missing, surplus, of the wrong length, or no numbers", () => {
    const saved = stepped(sgd({ momentum: 0.9 })).stateDict();
    expect(() => stepped(sgd()).loadStateDict(saved)).toThrow(
      "parameters.w.slots.momentumBuffer is missing here",
    );
    const memory = stepped(nadam()).stateDict();
    const of = (change: object) => ({
      ...memory,
      parameters: { ...memory.parameters, b: { ...memory.parameters.b!, ...change } },
    });
    const model = stepped(nadam());
    const before = structuredClone(model.stateDict());
    expect(() => model.loadStateDict(of({ memory: {} }))).toThrow(
      "parameters.b.memory.momentumProduct is missing",
    );
    expect(() => model.loadStateDict(of({ memory: { momentumProduct: null } }))).toThrow(
      "must be a finite number, got null",
    );
    expect(() => model.loadStateDict(of({ memory: { momentumProduct: 0.5 } }))).toThrow(
      "memory differs among parameters that share a group here",
    );
    expect(() =>
      model.loadStateDict(of({ slots: { ...memory.parameters.b!.slots, firstMoment: new Float64Array(2) } })),
    ).toThrow(
      "parameters.b.slots.firstMoment is a Float64Array of length 1 here, a Float64Array of length 2 in the state",
    );
    expect(() => model.loadStateDict({ ...memory, updates: -1 })).toThrow("updates of the state must be");
    expect(model.stateDict()).toEqual(before);
  });

  it("names everything that is wrong at once", () => {
    const model = adam().bind({ w: new Float64Array(4), z: new Float64Array(1) });
    const problems = [
      'parameters.w.dtype is "F64" here, "F32" in the state',
      "parameters.w.shape is [4] here, [2,2] in the state",
      "parameters.z is missing in the state",
      "parameters.b is missing here",
    ];
    for (const problem of problems) {
      expect(() => model.loadStateDict(stepped().stateDict())).toThrow(problem);
    }
  });

  it("a wrapper's arrays do not fit: the optimizer inside is not changed either", () => {
    const model = lookahead(swa(stepped()));
    const state = model.stateDict();
    const wrong = {
      ...state.around.swa!,
      arrays: { average: { ...state.around.swa!.arrays.average, b: new Float32Array(1) } },
    };
    const fresh = lookahead(swa(adam().bind(params(), { shapes })));
    const before = structuredClone(fresh.stateDict());
    expect(() => fresh.loadStateDict({ ...state, around: { ...state.around, swa: wrong } })).toThrow(
      "swa: this state does not fit: around.swa.arrays.average.b is a Float64Array of length 1 here, a Float32Array of length 1 in the state",
    );
    expect(fresh.stateDict()).toEqual(before);
  });

  it("it is no state", () => {
    for (const model of [adam().bind(params()), ema(adam().bind(params()))]) {
      const before = model.stateDict();
      for (const wrong of [undefined, null, 3, [], new Uint8Array(3)]) {
        expect(() => model.loadStateDict(wrong as never)).toThrow(
          /^(adam|ema): state must be an object as stateDict gives it, got /,
        );
      }
      for (const part of ["learningRates", "parameters", "around"]) {
        const { [part]: _, ...rest } = { ...before } as Record<string, unknown>;
        expect(() => model.loadStateDict(rest as never)).toThrow(
          `state.${part} must be an object as stateDict gives it, got undefined`,
        );
      }
      expect(model.stateDict()).toEqual(before);
    }
  });

  it("the bytes are no optimizer's", () => {
    const file = (metadata: Record<string, string>) => writeSafetensors({ tensors: {}, metadata });
    expect(() => decodeState(new Uint8Array(3))).toThrow("only 3 bytes");
    expect(() => decodeState(file({}))).toThrow('this file has no "lehr.optimizer" in its metadata');
    for (const text of ["nonsense", "null", "3", "{}"]) {
      expect(() => decodeState(file({ "lehr.optimizer": text }))).toThrow("is not an optimizer's state");
    }
  });
});

describe("whose learning rate counts after loading", () => {
  const saved = adamw({ lr: 0.5, groups: [{ match: /b/, lr: 0.25 }] })
    .bind(params())
    .stateDict();
  const other = () =>
    adamw({ lr: 0.1, schedule: () => 0.5, groups: [{ match: /b/, lr: 0.2 }] }).bind(params());

  it("the constructor's by default", () => {
    const model = other();
    model.loadStateDict(saved);
    expect(model.groups.map(({ learningRate }) => learningRate)).toEqual([0.05, 0.1]);
  });

  it("the saved one if asked for, group by group, under the constructor's schedule; and it is saved again", () => {
    const model = other();
    model.loadStateDict(saved, { learningRate: "saved" });
    expect(model.groups.map(({ learningRate }) => learningRate)).toEqual([0.25, 0.125]);
    expect(model.stateDict().learningRates.w).toBe(0.5);
  });

  it("refuses what it cannot do, and words it does not know", () => {
    const model = other();
    const ofFunction = adamw({ lr: () => 0.1 })
      .bind(params())
      .stateDict();
    expect(() => model.loadStateDict(ofFunction, { learningRate: "saved" })).toThrow(
      "adamw: lr of the state (null for a function) must be a finite number >= 0, got null",
    );
    expect(() => adamw().bind(params()).loadStateDict(saved, { learningRate: "saved" })).toThrow(
      "lr differs among parameters that share a group here",
    );
    const negative = { ...saved, learningRates: { w: -1, b: 0.1 } };
    expect(() => model.loadStateDict(negative, { learningRate: "saved" })).toThrow(
      "must be a finite number >= 0, got -1",
    );
    expect(() => model.loadStateDict(saved, { learningRate: "file" as never })).toThrow(
      'adamw: learningRate must be "constructor" or "saved", got "file"',
    );
  });
});

describe("a state", () => {
  it("is a snapshot: later steps do not change it, and it can be loaded into other groups", () => {
    const model = stepped(nadam());
    const state = model.stateDict();
    const before = structuredClone(state);
    model.step({ w: new Float32Array(4).fill(1), b: Float64Array.of(1) });
    expect(state).toEqual(before);
    const regrouped = nadam({ groups: [{ match: ["b"], lr: 0.1 }] }).bind(params(), { shapes });
    regrouped.loadStateDict(state);
    expect(regrouped.stateDict().parameters.w).toEqual(before.parameters.w);
  });

  it("is read from an ArrayBuffer, as fetch gives it", () => {
    const state = stepped().stateDict();
    expect(decodeState(encodeState(state).buffer as ArrayBuffer)).toEqual(state);
  });

  it("survives its bytes, for names of all kinds", () => {
    const names = ["a/b", "slots/x", "é \u{1f600}", "toString", "0", "__metadata__"];
    const weights = Object.fromEntries(names.map((name, i) => [name, Float64Array.of(i, -0)]));
    const model = accumulate(adam().bind(weights), { every: 2 });
    model.step(Object.fromEntries(names.map((name, i) => [name, Float64Array.of(i, 0.1)])));
    expect(decodeState(encodeState(model.stateDict()))).toEqual(model.stateDict());
  });
});
