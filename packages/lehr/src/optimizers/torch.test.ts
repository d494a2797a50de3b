import { describe, expect, it } from "vitest";
import { adam, adamw, type Optimizer, sgd } from "../index.js";
import { expectClose, readTestdata } from "../testing/references.js";

interface Options {
  lr: number;
  weight_decay: number;
  maximize: boolean;
  momentum?: number;
  dampening?: number;
  nesterov?: boolean;
  betas?: [number, number];
  eps?: number;
  amsgrad?: boolean;
}

interface Trajectory {
  options: Options;
  params: number[];
  grads: number[][];
  after: number[][];
}

interface TorchCase extends Trajectory {
  optimizer: string;
  group2?: Trajectory;
}

const { cases } = readTestdata<{ cases: TorchCase[] }>("optimizers.json");

function optimizerOf(name: string, options: Options): Optimizer {
  const { lr, maximize, weight_decay: weightDecay } = options;
  if (name === "SGD") {
    const { momentum = 0, dampening = 0, nesterov = false } = options;
    return sgd({ lr, maximize, weightDecay, momentum, dampening, nesterov });
  }
  const [beta1, beta2] = options.betas!;
  const { eps: epsilon, amsgrad } = options as Required<Options>;
  const make = name === "Adam" ? adam : adamw;
  return make({ lr, maximize, weightDecay, beta1, beta2, epsilon, amsgrad });
}

function follows(name: string, { params, grads, after }: Trajectory, options: Options) {
  for (const [FloatArray, tolerance, floor] of [
    [Float64Array, 1e-10, 1e-3],
    // A weight that crosses zero keeps the rounding it had when it was larger.
    [Float32Array, 1e-5, 1e-2],
  ] as const) {
    const weights = FloatArray.from(params);
    const model = optimizerOf(name, options).bind({ weights });
    grads.forEach((gradient, step) => {
      model.step({ weights: FloatArray.from(gradient) });
      expectClose(weights, after[step]!, tolerance, floor);
    });
  }
}

describe("parity with PyTorch", () => {
  const ours = cases.filter(({ optimizer }) => ["SGD", "Adam", "AdamW"].includes(optimizer));
  it("has all the cases", () => expect(ours).toHaveLength(24));

  it.each(ours.map((of, i) => [`${of.optimizer} ${i}: ${JSON.stringify(of.options)}`, of] as const))(
    "%s",
    (_, of) => {
      follows(of.optimizer, of, of.options);
      if (of.group2) follows(of.optimizer, of.group2, { ...of.options, ...of.group2.options });
    },
  );
});
