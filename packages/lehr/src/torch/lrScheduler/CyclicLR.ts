import { cycleAt } from "../../schedules/cyclic.js";
import {
  belowOne,
  checkChoice,
  checkFlag,
  checkKeys,
  checkRange,
  nonNegative,
  positive,
  show,
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

/** Options of `CyclicLR`. */
export interface CyclicLROptions extends LastEpoch {
  /** The rate at the foot of a cycle, >= 0. */
  baseLr: PerGroup;
  /** The rate at its peak, >= 0. */
  maxLr: PerGroup;
  /** Steps of the rising half, > 0; default 2000. */
  stepSizeUp?: number;
  /** Steps of the falling half, > 0; default as many. */
  stepSizeDown?: number | null;
  /** How the amplitude develops: as it is, halved every cycle, or gamma^step; default "triangular". */
  mode?: "triangular" | "triangular2" | "exp_range";
  /** Of "exp_range", >= 0; default 1. */
  gamma?: number;
  /** The amplitude as a function, instead of `mode`; not part of the state. */
  scaleFn?: ((x: number) => number) | null;
  /** Whether `scaleFn` is given the cycle, from 1, or the step; default "cycle". */
  scaleMode?: "cycle" | "iterations";
  /** Cycle momentum, or beta1, the other way round; default true. */
  cycleMomentum?: boolean;
  /** Momentum at the peak of a cycle, in [0, 1); default 0.8. */
  baseMomentum?: PerGroup;
  /** Momentum at its foot, in [0, 1); default 0.9. */
  maxMomentum?: PerGroup;
}

const known = [
  "baseLr",
  "maxLr",
  "stepSizeUp",
  "stepSizeDown",
  "mode",
  "gamma",
  "scaleFn",
  "scaleMode",
  "cycleMomentum",
  "baseMomentum",
  "maxMomentum",
  "lastEpoch",
];

/** lr goes up and down between `baseLr` and `maxLr` along a triangle. */
export class CyclicLR extends AbsoluteLR {
  maxLrs: number[];
  stepSizeUp: number;
  stepSizeDown: number;
  mode: "triangular" | "triangular2" | "exp_range";
  gamma: number;
  scaleMode: "cycle" | "iterations";
  cycleMomentum: boolean;
  baseMomentums: number[];
  maxMomentums: number[];
  readonly #scaleFn: ((x: number) => number) | undefined;

  constructor(optimizer: Schedulable, options: CyclicLROptions) {
    const name = "CyclicLR";
    checkKeys(name, options, known);
    const groups = checkOptimizer(name, optimizer);
    const baseLrs = perGroup(name, "baseLr", options.baseLr, groups, nonNegative);
    const maxLrs = perGroup(name, "maxLr", options.maxLr, groups, nonNegative);
    const stepSizeUp = checkRange(name, "stepSizeUp", options.stepSizeUp ?? 2000, positive);
    const stepSizeDown = checkRange(name, "stepSizeDown", options.stepSizeDown ?? stepSizeUp, positive);
    const modes = ["triangular", "triangular2", "exp_range"] as const;
    const mode = checkChoice(name, "mode", options.mode ?? "triangular", modes);
    const gamma = checkRange(name, "gamma", options.gamma ?? 1, nonNegative);
    const scaleFn = options.scaleFn ?? undefined;
    if (scaleFn !== undefined && typeof scaleFn !== "function") {
      throw new TypeError(`${name}: scaleFn must be a function, got ${show(scaleFn)}`);
    }
    const scaleModes = ["cycle", "iterations"] as const;
    const scaleMode = checkChoice(name, "scaleMode", options.scaleMode ?? "cycle", scaleModes);
    const cycleMomentum = checkFlag(name, "cycleMomentum", options.cycleMomentum ?? true);
    const baseMomentums = perGroup(name, "baseMomentum", options.baseMomentum ?? 0.8, groups, belowOne);
    const maxMomentums = perGroup(name, "maxMomentum", options.maxMomentum ?? 0.9, groups, belowOne);
    const lastEpoch = checkLastEpoch(name, options);
    if (cycleMomentum) usesBeta1(name, optimizer);
    if (lastEpoch === -1) {
      groups.forEach((group, i) => {
        group.lr = baseLrs[i]!;
      });
    }
    super(optimizer, lastEpoch);
    this.baseLrs = baseLrs;
    this.maxLrs = maxLrs;
    this.stepSizeUp = stepSizeUp;
    this.stepSizeDown = stepSizeDown;
    this.mode = mode;
    this.gamma = gamma;
    this.scaleMode = scaleMode;
    this.cycleMomentum = cycleMomentum;
    this.baseMomentums = baseMomentums;
    this.maxMomentums = maxMomentums;
    this.#scaleFn = scaleFn;
    this.begin();
  }

  protected next(): number[] {
    const { cycle, height } = cycleAt(this.lastEpoch, this.stepSizeUp, this.stepSizeDown);
    const share = height * this.#amplitude(cycle);
    if (this.cycleMomentum) {
      this.optimizer.paramGroups.forEach((group, i) => {
        const [least, most] = [this.baseMomentums[i]!, this.maxMomentums[i]!];
        writeMomentum(group, most - (most - least) * share);
      });
    }
    return this.baseLrs.map((lr, i) => lr + (this.maxLrs[i]! - lr) * share);
  }

  #amplitude(cycle: number): number {
    if (this.#scaleFn) return this.#scaleFn(this.scaleMode === "cycle" ? cycle + 1 : this.lastEpoch);
    if (this.mode === "triangular") return 1;
    return this.mode === "triangular2" ? 0.5 ** cycle : this.gamma ** this.lastEpoch;
  }
}
