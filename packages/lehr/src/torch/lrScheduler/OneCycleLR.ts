import { interpolate, oneCyclePosition } from "../../schedules/oneCyclePhases.js";
import {
  belowOne,
  checkChoice,
  checkFlag,
  checkKeys,
  checkRange,
  nonNegative,
  positive,
  positiveInteger,
  unitInterval,
} from "../../validation.js";
import { AbsoluteLR } from "./AbsoluteLR.js";
import { usesBeta1, writeMomentum } from "./momentum.js";
import {
  checkLastEpoch,
  checkOptimizer,
  type LastEpoch,
  type PerGroup,
  perGroup,
  type Schedulable,
} from "./schedulable.js";

/** Options of `OneCycleLR`: `totalSteps`, or `epochs` and `stepsPerEpoch`. */
export interface OneCycleLROptions extends LastEpoch {
  /** The peak, >= 0. */
  maxLr: PerGroup;
  /** Steps of the whole cycle. */
  totalSteps?: number | null;
  /** Epochs of the whole cycle, where `totalSteps` is left out. */
  epochs?: number | null;
  /** Steps of an epoch, where `totalSteps` is left out. */
  stepsPerEpoch?: number | null;
  /** The share of the steps spent rising, in [0, 1]; default 0.3. */
  pctStart?: number;
  /** Default "cos". */
  annealStrategy?: "cos" | "linear";
  /** Cycle momentum, or beta1, the other way round; default true. */
  cycleMomentum?: boolean;
  /** Momentum at the peak, in [0, 1); default 0.85. */
  baseMomentum?: PerGroup;
  /** Momentum at both ends, in [0, 1); default 0.95. */
  maxMomentum?: PerGroup;
  /** The first rate is maxLr / divFactor, > 0; default 25. */
  divFactor?: number;
  /** The last rate is the first / finalDivFactor, > 0; default 1e4. */
  finalDivFactor?: number;
  /** Come down as one went up, and then a third phase to the end; default false. */
  threePhase?: boolean;
}

const known = [
  "maxLr",
  "totalSteps",
  "epochs",
  "stepsPerEpoch",
  "pctStart",
  "annealStrategy",
  "cycleMomentum",
  "baseMomentum",
  "maxMomentum",
  "divFactor",
  "finalDivFactor",
  "threePhase",
  "lastEpoch",
];

/** The one-cycle policy. As in PyTorch one step past the end is allowed, and the next one throws. */
export class OneCycleLR extends AbsoluteLR {
  totalSteps: number;
  pctStart: number;
  annealStrategy: "cos" | "linear";
  cycleMomentum: boolean;
  threePhase: boolean;

  constructor(optimizer: Schedulable, options: OneCycleLROptions) {
    const name = "OneCycleLR";
    checkKeys(name, options, known);
    const groups = checkOptimizer(name, optimizer);
    const totalSteps = totalStepsOf(options);
    const pctStart = checkRange(name, "pctStart", options.pctStart ?? 0.3, unitInterval);
    const annealStrategy = checkChoice(name, "annealStrategy", options.annealStrategy ?? "cos", [
      "cos",
      "linear",
    ]);
    const cycleMomentum = checkFlag(name, "cycleMomentum", options.cycleMomentum ?? true);
    const threePhase = checkFlag(name, "threePhase", options.threePhase);
    const maxLrs = perGroup(name, "maxLr", options.maxLr, groups, nonNegative);
    const baseMomentums = perGroup(name, "baseMomentum", options.baseMomentum ?? 0.85, groups, belowOne);
    const maxMomentums = perGroup(name, "maxMomentum", options.maxMomentum ?? 0.95, groups, belowOne);
    const divFactor = checkRange(name, "divFactor", options.divFactor ?? 25, positive);
    const finalDivFactor = checkRange(name, "finalDivFactor", options.finalDivFactor ?? 1e4, positive);
    const lastEpoch = checkLastEpoch(name, options);
    if (cycleMomentum) usesBeta1(name, optimizer);
    if (lastEpoch === -1) {
      groups.forEach((group, i) => {
        group.maxLr = maxLrs[i]!;
        group.initialLr = group.maxLr / divFactor;
        group.minLr = group.initialLr / finalDivFactor;
        if (!cycleMomentum) return;
        group.maxMomentum = maxMomentums[i]!;
        group.baseMomentum = baseMomentums[i]!;
      });
    }
    super(optimizer, lastEpoch);
    this.totalSteps = totalSteps;
    this.pctStart = pctStart;
    this.annealStrategy = annealStrategy;
    this.cycleMomentum = cycleMomentum;
    this.threePhase = threePhase;
    this.begin();
  }

  protected next(): number[] {
    const { totalSteps, lastEpoch } = this;
    if (lastEpoch > totalSteps) {
      throw new RangeError(
        `OneCycleLR: step must be called at most totalSteps (${totalSteps}) times, got ${lastEpoch}`,
      );
    }
    const { from, to, progress } = oneCyclePosition(lastEpoch, {
      updates: totalSteps,
      riseFraction: this.pctStart,
      threePhase: this.threePhase,
    });
    const between = (start: number, end: number) =>
      interpolate(this.annealStrategy === "cos" ? "cosine" : "linear", start, end, progress);
    return this.optimizer.paramGroups.map((group, i) => {
      const { initialLr: initial, maxLr: peak, minLr: minimum } = group;
      if (initial === undefined || peak === undefined || minimum === undefined) {
        throw new TypeError(
          `OneCycleLR: group ${i} lacks initialLr, maxLr or minLr; load the optimizer's state first`,
        );
      }
      const levels = { initial, peak, minimum };
      if (this.cycleMomentum) {
        const { maxMomentum = 0.95, baseMomentum = 0.85 } = group;
        const momenta = { initial: maxMomentum, peak: baseMomentum, minimum: maxMomentum };
        writeMomentum(group, between(momenta[from], momenta[to]));
      }
      return between(levels[from], levels[to]);
    });
  }
}

function totalStepsOf({ totalSteps, epochs, stepsPerEpoch }: OneCycleLROptions): number {
  const name = "OneCycleLR";
  if (totalSteps !== undefined && totalSteps !== null) {
    return checkRange(name, "totalSteps", totalSteps, positiveInteger);
  }
  if (epochs == null || stepsPerEpoch == null) {
    throw new TypeError(`${name}: totalSteps must be given, or epochs and stepsPerEpoch`);
  }
  return (
    checkRange(name, "epochs", epochs, positiveInteger) *
    checkRange(name, "stepsPerEpoch", stepsPerEpoch, positiveInteger)
  );
}
