import { describe, expect, it } from "vitest";
import { adam, adamw, cosine, decoupled, normalized, restarts, sgd, sgdw } from "../index.js";
import { expectClose, readTestdata } from "../testing/references.js";

interface PaperCase {
  optimizer: "sgd" | "adam";
  decay: "l2" | "decoupled";
  params: number[];
  grads: number[][];
  after: number[][];
  eta: number[];
  lambda: number[];
  alpha: number;
  beta1: number;
  beta2?: number;
  eps?: number;
  restarts?: { period: number; mult: number };
  normalized?: { lambda_norm: number };
}

const { cases } = readTestdata<{ cases: PaperCase[] }>("paper.json");

/** The optimizer of a case, with the case's own eta and lambda or with ours. */
function optimizerOf(
  of: PaperCase,
  schedule: (step: number) => number,
  weightDecay: (step: number) => number,
) {
  const common = { lr: of.alpha, schedule };
  const coupled = of.decay === "l2";
  if (of.optimizer === "sgd") {
    const options = { ...common, momentum: of.beta1, weightDecay };
    if (!coupled) return sgdw(options);
    return sgd(of.beta1 === 0 ? options : { ...options, momentumBuffer: "updates" });
  }
  const options = { ...common, beta1: of.beta1, beta2: of.beta2!, epsilon: of.eps! };
  return coupled
    ? adam({ ...options, weightDecay })
    : adamw({ ...options, weightDecay: decoupled(weightDecay) });
}

describe("Algorithms 1 and 2 of the paper", () => {
  it("has all sixteen cases", () => expect(cases).toHaveLength(16));

  it.each(cases.map((of, i) => [`case ${i}: ${of.optimizer} ${of.decay}`, of] as const))("%s", (_, of) => {
    const weights = Float64Array.from(of.params);
    const model = optimizerOf(
      of,
      (step) => of.eta[step]!,
      (step) => of.lambda[step]!,
    ).bind({ weights });
    of.grads.forEach((gradient, step) => {
      expect(model.learningRate).toBe(of.eta[step]! * of.alpha);
      model.step({ weights: Float64Array.from(gradient) });
      expectClose(weights, of.after[step]!, 1e-10);
    });
    expect(model.updates).toBe(of.grads.length);
  });

  const restarted = cases.flatMap((of, i) => (of.restarts ? [[i, of, of.restarts] as const] : []));
  it.each(restarted)("case %i with our own restarts and normalized decay", (_, of, options) => {
    const schedule = restarts(cosine(), options);
    expectClose(
      of.grads.map((_, step) => schedule(step)),
      of.eta,
      1e-12,
    );
    if (!of.normalized || of.decay === "l2") return;
    const weights = Float64Array.from(of.params);
    const weightDecay = normalized(of.normalized.lambda_norm);
    const model =
      of.optimizer === "sgd"
        ? sgdw({ lr: of.alpha, momentum: of.beta1, schedule, weightDecay }).bind({ weights })
        : adamw({
            lr: of.alpha,
            beta1: of.beta1,
            beta2: of.beta2!,
            epsilon: of.eps!,
            schedule,
            weightDecay,
          }).bind({ weights });
    for (const gradient of of.grads) model.step({ weights: Float64Array.from(gradient) });
    expectClose(weights, of.after.at(-1)!, 1e-10);
  });
});
