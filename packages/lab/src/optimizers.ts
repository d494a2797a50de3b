import {
  type AnyBound,
  adabelief,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  adan,
  asam,
  corrected,
  type Decay,
  type DecayOptions,
  decoupled,
  type Hyperparameter,
  l2,
  lamb,
  lars,
  lion,
  lrScaled,
  matrices,
  nadam,
  normalized,
  type Optimizer,
  radam,
  rmsprop,
  type Schedule,
  type SwaOptions,
  sam,
  scheduleFreeAdamw,
  scheduleFreeSgd,
  sgd,
  sgdw,
  swa,
  type TwoPhases,
} from "lehr";
import { commonOptionsOf, isCommonOption, withCommonOptions } from "./commonOptions.js";
import type { DecayName, OptionValue, Trial } from "./training/trial.js";

/** A bound optimizer as the trainer drives it. */
export type Driven = AnyBound | TwoPhases<AnyBound>;

/** How long a run is. */
export interface RunLength {
  updates: number;
  updatesPerEpoch: number;
}

/** An optimizer as the lab uses it. */
export interface LabOptimizer {
  /** Its name in papers. */
  readonly title: string;
  /** The decay convention that a plain number is in. */
  readonly decay: DecayName;
  /** `lehr`'s factory, options and all. */
  readonly factory: (options: never) => Optimizer;
  /** What the lab sets unless told otherwise, by `lehr`'s names. */
  readonly defaults?: Readonly<Record<string, OptionValue>>;
  /** What goes around its step, with the options of its own that it reads. */
  readonly around?: Around;
}

/** What goes around a step, with options of its own: their defaults, by name. */
export type Around = {
  readonly options: Readonly<Record<string, number>>;
  wrap(bound: AnyBound, options: Options, run: RunLength): Driven;
} & (
  | { readonly kind: "ascent" }
  | { readonly kind: "average"; when(options: Options, run: RunLength): Required<SwaOptions> }
);

type Options = Readonly<Record<string, number>>;

const sharpnessAware: Around = {
  kind: "ascent",
  options: { rho: 0.05 },
  wrap: (bound, { rho }) => sam(bound, { rho: rho! }),
};

const adaptivelySharpnessAware: Around = {
  kind: "ascent",
  options: { rho: 0.5, eta: 0.01 },
  wrap: (bound, { rho, eta }) => asam(bound, { rho: rho!, eta: eta! }),
};

/** When a mean of the weights at the ends of epochs takes them in: from the part `from` of the run on. */
const atEpochs = ({ from }: Options, { updates, updatesPerEpoch }: RunLength) => ({
  from: Math.floor((from! * updates) / updatesPerEpoch) * updatesPerEpoch,
  every: updatesPerEpoch,
});

const averaged: Around = {
  kind: "average",
  options: { from: 0.75 },
  when: atEpochs,
  wrap: (bound, options, run) => swa(bound, atEpochs(options, run)),
};

const momentum = { momentum: 0.9 };

/** The lab's optimizers by name: the paper's first, with its momentum of 0.9, then what else there is. */
export const optimizers: Readonly<Record<string, LabOptimizer>> = {
  sgd: { title: "SGD", decay: "l2", factory: sgd, defaults: momentum },
  sgdw: { title: "SGDW", decay: "decoupled", factory: sgdw, defaults: momentum },
  adam: { title: "Adam", decay: "l2", factory: adam },
  adamw: { title: "AdamW", decay: "decoupled", factory: adamw },
  sam: { title: "SAM", decay: "l2", factory: sgd, defaults: momentum, around: sharpnessAware },
  asam: { title: "ASAM", decay: "l2", factory: sgd, defaults: momentum, around: adaptivelySharpnessAware },
  swa: { title: "SWA", decay: "l2", factory: sgd, defaults: momentum, around: averaged },
  nadam: { title: "NAdam", decay: "l2", factory: nadam },
  radam: { title: "RAdam", decay: "l2", factory: radam },
  adamax: { title: "AdaMax", decay: "l2", factory: adamax },
  adabelief: { title: "AdaBelief", decay: "l2", factory: adabelief },
  adan: { title: "Adan", decay: "lrScaled", factory: adan },
  rmsprop: { title: "RMSprop", decay: "l2", factory: rmsprop },
  adagrad: { title: "AdaGrad", decay: "l2", factory: adagrad },
  adadelta: { title: "AdaDelta", decay: "l2", factory: adadelta },
  lion: { title: "Lion", decay: "lrScaled", factory: lion },
  lamb: { title: "LAMB", decay: "lrScaled", factory: lamb },
  lars: { title: "LARS", decay: "l2", factory: lars },
  "schedule-free-adamw": { title: "Schedule-Free AdamW", decay: "lrScaled", factory: scheduleFreeAdamw },
  "schedule-free-sgd": { title: "Schedule-Free SGD", decay: "l2", factory: scheduleFreeSgd },
};

/** The decay conventions by name. None says a word about large values: a grid tries them on purpose. */
export const decays: Readonly<Record<DecayName, (lambda: number, options?: DecayOptions) => Decay>> = {
  l2,
  decoupled: (lambda, options) => decoupled(lambda, { ...options, warn: false }),
  lrScaled,
  corrected,
  normalized,
};

/** The names of the decay conventions. */
export const decayNames = Object.keys(decays) as readonly DecayName[];

/**
 * The optimizer of a trial, before it holds parameters.
 *
 * @throws RangeError or TypeError of `lehr`'s, naming the option, its value and what it may be.
 */
export function optimizerOf(
  trial: Omit<Trial, "learningRate"> & { learningRate: Hyperparameter },
  schedule: Schedule,
): Optimizer {
  const { factory, defaults, around } = optimizers[trial.optimizer]!;
  const own = Object.entries(trial.options).filter(
    ([name]) => !(name in (around?.options ?? {})) && !isCommonOption(name),
  );
  const { decayOnlyMatrices = false } = commonOptionsOf(trial);
  const options = {
    ...defaults,
    ...Object.fromEntries(own),
    lr: trial.learningRate,
    weightDecay: decays[trial.decay](trial.weightDecay, decayOnlyMatrices ? { where: matrices } : {}),
    schedule,
  };
  return factory(options as never);
}

/** Puts around a bound optimizer what the trial and its optimizer have around its step. */
export function driven(trial: Trial, bound: AnyBound, run: RunLength): Driven {
  const { around } = optimizers[trial.optimizer]!;
  const common = withCommonOptions(trial, bound);
  return around === undefined ? common : around.wrap(common, optionsAround(trial, around), run);
}

/** The options of what goes around a trial's step, defaults filled in. */
export function optionsAround(trial: Trial, around: Around): Options {
  const asked = Object.entries(trial.options).filter(([name]) => name in around.options);
  return { ...around.options, ...(Object.fromEntries(asked) as Options) };
}
