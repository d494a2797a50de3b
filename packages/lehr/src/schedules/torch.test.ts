import { describe, expect, it } from "vitest";
import {
  type Anneal,
  type CyclicMode,
  constant,
  cosine,
  cyclic,
  exponential,
  linear,
  multiStepDecay,
  oneCycle,
  plateau,
  polynomial,
  product,
  restarts,
  type Schedule,
  sequence,
  stepDecay,
} from "../index.js";
import { expectClose } from "../testing/references.js";
import { torchCases, torchSchedules } from "../testing/torchSchedules.js";

type Options = Record<string, number>;

/** PyTorch's scheduler as a schedule of ours, in units of the base learning rate. */
const ours: Record<string, (options: Options, alpha: number) => Schedule> = {
  StepLR: ({ step_size, gamma }) => stepDecay({ every: step_size!, factor: gamma! }),
  MultiStepLR: ({ milestones, gamma }) =>
    multiStepDecay({ milestones: milestones as unknown as number[], factor: gamma! }),
  ExponentialLR: ({ gamma }) => exponential({ factor: gamma! }),
  ConstantLR: ({ factor, total_iters }) => constant({ factor: factor!, until: total_iters! }),
  LinearLR: ({ start_factor, end_factor = 1, total_iters }) =>
    linear({ start: start_factor!, end: end_factor, updates: total_iters! }),
  PolynomialLR: ({ power, total_iters }) => polynomial({ power: power!, updates: total_iters! }),
  CosineAnnealingLR: ({ T_max, eta_min = 0 }, alpha) => cosine({ updates: T_max!, floor: eta_min / alpha }),
  CosineAnnealingWarmRestarts: ({ T_0, T_mult, eta_min }, alpha) =>
    restarts(cosine({ floor: eta_min! / alpha }), { period: T_0!, mult: T_mult! }),
  CyclicLR: ({ base_lr, max_lr, step_size_up, step_size_down, mode, gamma }) =>
    cyclic({
      base: base_lr! / max_lr!,
      up: step_size_up!,
      down: step_size_down ?? step_size_up!,
      mode: (mode as unknown as string).replace("exp_range", "expRange") as CyclicMode,
      gamma: gamma!,
    }),
  OneCycleLR: (options) =>
    oneCycle({
      updates: options.total_steps!,
      riseFraction: options.pct_start!,
      initialDivisor: options.div_factor!,
      finalDivisor: options.final_div_factor!,
      threePhase: Boolean(options.three_phase),
      anneal: (options.anneal_strategy as unknown as string).replace("cos", "cosine") as Anneal,
    }),
};

describe("schedules against PyTorch's schedulers", () => {
  const single = torchCases(...Object.keys(ours)).filter(([, of]) => !of.epochs);
  it("has all the cases", () => expect(single).toHaveLength(30));

  it.each(single)("%s", (_, { scheduler, options, base_lr, lrs }) => {
    const schedule = ours[scheduler]!(options as Options, base_lr);
    const alpha = (options as Options).max_lr ?? base_lr;
    // PyTorch's cosine goes up again after its end, and its one-cycle goes on for a step.
    const made = ["CosineAnnealingLR", "OneCycleLR"].includes(scheduler) ? schedule.updates! : lrs.length;
    const expected = lrs.slice(0, made);
    expectClose(
      expected.map((_, step) => alpha * schedule(step)),
      expected,
      1e-10,
      1e-6,
    );
  });

  it.each(torchCases("SequentialLR", "ChainedScheduler"))("%s", (_, { scheduler, options, base_lr, lrs }) => {
    const parts = (options.schedulers as [string, Options][]).map(([name, of]) => ours[name]!(of, base_lr));
    const schedule =
      scheduler === "SequentialLR"
        ? sequence(parts, { milestones: options.milestones as number[] })
        : product(...parts);
    expectClose(
      lrs.map((_, step) => base_lr * schedule(step)),
      lrs,
      1e-10,
      1e-6,
    );
  });

  it.each(torchCases("CosineAnnealingWarmRestarts").filter(([, of]) => of.epochs))(
    "%s by fractions of an epoch",
    (_, { options, base_lr, lrs, epochs }) => {
      const schedule = ours.CosineAnnealingWarmRestarts!(options as Options, base_lr);
      expectClose(
        epochs!.map((epoch) => base_lr * schedule(epoch)),
        lrs,
        1e-10,
        1e-6,
      );
    },
  );

  it.each(torchCases("ReduceLROnPlateau"))("%s", (_, { options, base_lr, lrs, metrics }) => {
    const { mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps } = options as Options;
    const controller = plateau({
      mode: mode as unknown as "min" | "max",
      factor: factor!,
      patience: patience!,
      threshold: threshold!,
      thresholdMode: threshold_mode as unknown as "rel" | "abs",
      cooldown: cooldown!,
      floor: min_lr! / base_lr,
      epsilon: eps! / base_lr,
    });
    expectClose(
      metrics!.map((metric) => base_lr * controller.observe(metric)),
      lrs,
      1e-10,
      1e-6,
    );
  });

  it("leaves none of the cases out", () => {
    const known = [...Object.keys(ours), "SequentialLR", "ChainedScheduler", "ReduceLROnPlateau"];
    for (const { scheduler } of torchSchedules) expect(known).toContain(scheduler);
  });
});
