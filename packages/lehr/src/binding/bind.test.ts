import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adam,
  adamw,
  decodeState,
  encodeState,
  lookahead,
  nextUpdate,
  scheduleFreeAdamw,
  scheduleFreeSgd,
} from "../index.js";

const of = (...values: number[]) => Float64Array.from(values);

describe("weights loaded after binding", () => {
  const makers = {
    scheduleFreeSgd: () => scheduleFreeSgd({ lr: 0.1 }).bind({ w: of(0, 0) }),
    scheduleFreeAdamw: () => scheduleFreeAdamw({ lr: 0.1 }).bind({ w: of(0, 0) }),
    lookahead: () => lookahead(adam({ lr: 0.1 }).bind({ w: of(0, 0) }), { every: 1 }),
  };
  const near = (w: Float64Array) => {
    for (const weight of w) expect(Math.abs(weight - 100)).toBeLessThan(1);
  };

  it.each(Object.entries(makers))("are what %s begins with", (_, make) => {
    const model = make();
    model.params.w.fill(100);
    expect(model.evaluationWeights().w).toEqual(of(100, 100));
    for (let step = 0; step < 3; step++) model.step({ w: of(1, -1) });
    near(model.params.w);
    near(model.evaluationWeights().w);
  });

  it.each(Object.entries(makers))("a state of %s from before the first step goes on exactly", (_, make) => {
    const straight = make();
    straight.params.w.fill(100);
    const saved = encodeState(straight.stateDict());
    for (const late of [false, true]) {
      const resumed = make();
      // It had gone elsewhere before.
      resumed.step({ w: of(3, 4) });
      if (!late) resumed.params.w.fill(100);
      resumed.loadStateDict(decodeState(saved));
      if (late) resumed.params.w.fill(100);
      expect(encodeState(resumed.stateDict())).toEqual(saved);
      const other = make();
      other.params.w.fill(100);
      for (const model of [resumed, other]) {
        for (let step = 0; step < 3; step++) model.step({ w: of(step, -1) });
      }
      expect(resumed.params).toEqual(other.params);
      expect(resumed.stateDict()).toEqual(other.stateDict());
    }
  });

  it("are seen in the slots and in Lookahead's slow weights", () => {
    const model = lookahead(scheduleFreeSgd().bind({ w: of(0) }));
    model.params.w.fill(100);
    expect(model.slots.steppedPoint!.w).toEqual(of(100));
    expect(model.slowWeights.w).toEqual(of(100));
    model.step({ w: of(0) });
    model.params.w.fill(7);
    expect(model.slots.steppedPoint!.w).toEqual(of(100));
    expect(model.slowWeights.w).toEqual(of(100));
  });

  it("are seen by an engine that does the updates elsewhere", () => {
    const model = scheduleFreeSgd().bind({ w: of(0) });
    nextUpdate(model);
    model.params.w.fill(100);
    const { done } = nextUpdate(model);
    expect(model.slots.steppedPoint!.w).toEqual(of(100));
    // It writes the weights first, and then the slots.
    model.params.w.fill(99);
    model.slots.steppedPoint!.w!.fill(98);
    expect(model.slots.steppedPoint!.w).toEqual(of(98));
    done();
    expect(model.stateDict().parameters.w!.slots.steppedPoint).toEqual(of(98));
  });
});

describe("parameters that share memory", () => {
  it("are refused by their names", () => {
    const tied = new Float32Array(4);
    const message =
      'adam: parameters "embedding" and "output" must not share memory; ' +
      "bind a tied weight under one name, and add up its gradients there";
    expect(() => adam().bind({ embedding: tied, bias: new Float32Array(1), output: tied })).toThrow(message);
    expect(() =>
      adam().bind({ embedding: tied.subarray(0, 3), output: new Float64Array(tied.buffer, 8, 1) }),
    ).toThrow(message);
  });

  it("and only those, in whatever order", () => {
    const stretch = fc.tuple(fc.nat(30), fc.nat(6));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 7 }), (stretches) => {
        const all = new Float32Array(40);
        const params = Object.fromEntries(
          stretches.map(([start, length], i) => [`p${i}`, all.subarray(start, start + length)]),
        );
        const claims = stretches.flatMap(([start, length]) => Array.from({ length }, (_, i) => start + i));
        const bind = () => adam().bind(params);
        if (new Set(claims).size === claims.length) expect(bind).not.toThrow();
        else expect(bind).toThrow("must not share memory");
      }),
    );
  });
});

describe("arrays of another realm", () => {
  it("are arrays like those of this one", () => {
    const foreign = (code: string) => runInNewContext(code) as { w: Float32Array; v: Float64Array };
    const params = foreign("({ w: Float32Array.of(1, -2), v: Float64Array.of(3) })");
    const gradients = foreign("({ w: Float32Array.of(0.1, 0.2), v: Float64Array.of(-1) })");
    expect(params.w).not.toBeInstanceOf(Float32Array);
    const own = { w: Float32Array.of(1, -2), v: of(3) };
    const [there, here] = [adamw().bind(params), adamw().bind(own)];
    there.step(gradients);
    there.step({ w: Float32Array.of(0.1, 0.2), v: of(-1) });
    for (let step = 0; step < 2; step++) here.step(gradients);
    expect([...params.w, ...params.v]).toEqual([...own.w, ...own.v]);
    expect(there.gradients).toEqual(here.gradients);
    expect(decodeState(encodeState(there.stateDict()))).toEqual(here.stateDict());
    expect(() => there.step({ w: params.w, v: params.w } as never)).toThrow(
      'adamw: gradient of "v" must be a Float64Array of length 1 like its parameter, got a Float32Array of length 2',
    );
  });
});
