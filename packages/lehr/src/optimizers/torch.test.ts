import { describe, expect, it } from "vitest";
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  lrScaled,
  nadam,
  type Optimizer,
  radam,
  rmsprop,
  sgd,
} from "../index.js";
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
  momentum_decay?: number;
  decoupled_weight_decay?: boolean;
  alpha?: number;
  centered?: boolean;
  lr_decay?: number;
  initial_accumulator_value?: number;
  rho?: number;
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
  const { lr, maximize = false, decoupled_weight_decay: apart = false } = options;
  const weightDecay = apart ? lrScaled(options.weight_decay) : options.weight_decay;
  const { eps: epsilon = Number.NaN, betas: [beta1, beta2] = [Number.NaN, Number.NaN] } = options;
  const common = { lr, maximize, weightDecay };
  const moments = { ...common, beta1, beta2, epsilon };
  switch (name) {
    case "SGD": {
      const { momentum = 0, dampening = 0, nesterov = false } = options;
      return sgd({ ...common, momentum, dampening, nesterov });
    }
    case "Adam":
      return adam({ ...moments, amsgrad: options.amsgrad! });
    case "AdamW":
      return adamw({ ...moments, amsgrad: options.amsgrad! });
    case "NAdam":
      return nadam({ ...moments, momentumDecay: options.momentum_decay! });
    case "RAdam":
      return radam(moments);
    case "Adamax":
      return adamax(moments);
    case "RMSprop": {
      const { alpha, momentum, centered } = options as Required<Options>;
      return rmsprop({ ...common, alpha, momentum, centered, epsilon });
    }
    case "Adagrad": {
      const { lr_decay: lrDecay, initial_accumulator_value: initialAccumulator } =
        options as Required<Options>;
      return adagrad({ ...common, lrDecay, initialAccumulator, epsilon });
    }
    case "Adadelta":
      return adadelta({ ...common, rho: options.rho!, epsilon });
    default:
      throw new Error(`no optimizer of ours for ${name}`);
  }
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
  it("has all the cases", () => expect(cases).toHaveLength(60));

  it.each(cases.map((of, i) => [`${of.optimizer} ${i}: ${JSON.stringify(of.options)}`, of] as const))(
    "%s",
    (_, of) => {
      follows(of.optimizer, of, of.options);
      if (of.group2) follows(of.optimizer, of.group2, { ...of.options, ...of.group2.options });
    },
  );
});
