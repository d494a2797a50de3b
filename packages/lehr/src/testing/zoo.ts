import {
  adabelief,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  adan,
  type Decay,
  type Hyperparameter,
  lamb,
  lars,
  lion,
  type Match,
  nadam,
  type Optimizer,
  radam,
  rmsprop,
  scheduleFreeAdamw,
  scheduleFreeSgd,
  sgd,
  sgdw,
} from "../index.js";

/** The options that all factories share, as loosely as a table needs them. */
export interface AnyOptions {
  lr?: Hyperparameter;
  schedule?: (step: number) => number;
  weightDecay?: Hyperparameter | Decay;
  maximize?: boolean;
  groups?: readonly ({ match: Match } & Record<string, unknown>)[];
  [option: string]: unknown;
}

/** One kind of every optimizer there is. */
export interface Specimen {
  readonly name: string;
  readonly factory: string;
  /** Options that make it this kind. */
  readonly kind: Readonly<Record<string, unknown>>;
  readonly make: (options?: AnyOptions) => Optimizer;
}

const factories = {
  sgd,
  sgdw,
  adam,
  adamw,
  nadam,
  radam,
  adamax,
  rmsprop,
  adagrad,
  adadelta,
  adabelief,
  lion,
  adan,
  lamb,
  lars,
  scheduleFreeSgd,
  scheduleFreeAdamw,
};

const kinds: readonly [name: keyof typeof factories, kind: Record<string, unknown>][] = [
  ["sgd", {}],
  ["sgd", { momentum: 0.9, dampening: 0.2 }],
  ["sgd", { momentum: 0.9, nesterov: true, momentumBuffer: "updates" }],
  ["sgdw", {}],
  ["adam", {}],
  ["adam", { amsgrad: true }],
  ["adamw", {}],
  ["nadam", {}],
  ["radam", { beta2: 0.9 }],
  ["adamax", {}],
  ["rmsprop", {}],
  ["rmsprop", { centered: true, momentum: 0.8 }],
  ["adagrad", { initialAccumulator: 0.1, lrDecay: 0.01 }],
  ["adadelta", {}],
  ["adabelief", {}],
  ["lion", {}],
  ["adan", {}],
  ["lamb", {}],
  ["lars", {}],
  ["scheduleFreeSgd", { lr: 0.1 }],
  ["scheduleFreeAdamw", { weightPower: 1 }],
];

/** All optimizers, in all the shapes that change what they compute. */
export const zoo: readonly Specimen[] = kinds.map(([factory, kind]) => ({
  name: [factory, ...Object.entries(kind).map(([option, value]) => `${option} ${value}`)].join(", "),
  factory,
  kind,
  make: (options = {}) =>
    (factories[factory] as (options: AnyOptions) => Optimizer)({ weightDecay: 0, ...kind, ...options }),
}));

/** The numeric options of every factory, with values outside and inside their range. */
export const numericOptions: Readonly<
  Record<string, Readonly<Record<string, "fraction" | "unit" | "inside" | "size">>>
> = {
  sgd: { momentum: "fraction" },
  sgdw: { momentum: "fraction" },
  adam: { beta1: "fraction", beta2: "fraction", epsilon: "size" },
  adamw: { beta1: "fraction", beta2: "fraction", epsilon: "size" },
  nadam: { beta1: "fraction", beta2: "fraction", epsilon: "size", momentumDecay: "size" },
  radam: { beta1: "fraction", beta2: "fraction", epsilon: "size" },
  adamax: { beta1: "fraction", beta2: "fraction", epsilon: "size" },
  rmsprop: { alpha: "fraction", epsilon: "size", momentum: "fraction" },
  adagrad: { lrDecay: "size", initialAccumulator: "size", epsilon: "size" },
  adadelta: { rho: "unit", epsilon: "size" },
  adabelief: { beta1: "fraction", beta2: "fraction", epsilon: "size" },
  lion: { beta1: "fraction", beta2: "fraction" },
  adan: { beta1: "fraction", beta2: "fraction", beta3: "fraction", epsilon: "size" },
  lamb: { beta1: "fraction", beta2: "fraction", epsilon: "size" },
  lars: { momentum: "fraction", trustCoefficient: "size" },
  scheduleFreeSgd: { beta1: "inside", weightPower: "size" },
  scheduleFreeAdamw: { beta1: "inside", beta2: "fraction", epsilon: "size", weightPower: "size" },
};

/** A number in (-1, 1) that looks random: always the same for the same arguments. */
export function noise(...seeds: number[]): number {
  const x =
    Math.sin(seeds.reduce((sum, seed, i) => sum + (seed + 1) * (12.9898 + 65.233 * i), 0.5)) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}
