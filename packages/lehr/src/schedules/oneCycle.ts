import { checkChoice, checkFlag, checkKeys, checkRange, positive, unitInterval } from "../validation.js";
import { type Anneal, interpolate, oneCyclePosition } from "./oneCyclePhases.js";
import { overLength } from "./overLength.js";
import type { Schedule } from "./schedule.js";

export interface OneCycleOptions {
  /** The length T in updates; leave it out where a combinator such as `restarts` gives it. */
  updates?: number;
  /** r, the fraction of the updates spent rising, in [0, 1]; default 0.3. */
  riseFraction?: number;
  /** eta begins at 1 / initialDivisor, > 0; default 25. */
  initialDivisor?: number;
  /** eta ends at 1 / (initialDivisor finalDivisor), > 0; default 1e4. */
  finalDivisor?: number;
  /** Come down as one went up, and then a third phase to the end; default false. */
  threePhase?: boolean;
  /** The shape of a phase; default "cosine". */
  anneal?: Anneal;
}

/**
 * The one-cycle policy (Smith & Topin, 2018): eta rises from 1 / initialDivisor to 1 at update rT - 1 and falls
 * to 1 / (initialDivisor finalDivisor) at update T - 1, where it stays. With `threePhase` it falls to the
 * initial value by update 2rT - 2 and from there to the end. PyTorch's `OneCycleLR` with alpha as its `max_lr`
 * (`pct_start`, `div_factor`, `final_div_factor`, `anneal_strategy`); fastai's `fit_one_cycle` has r = 0.25
 * and 1e5. Momentum does not cycle here: give the optimizer a function of the step for that.
 *
 * @throws RangeError if `updates` is not a positive integer, `riseFraction` not in [0, 1] or a divisor not
 *   positive; TypeError if `threePhase` or `anneal` is none of its choices.
 */
export function oneCycle(options: OneCycleOptions = {}): Schedule {
  const name = "oneCycle";
  checkKeys(name, options, [
    "updates",
    "riseFraction",
    "initialDivisor",
    "finalDivisor",
    "threePhase",
    "anneal",
  ]);
  const riseFraction = checkRange(name, "riseFraction", options.riseFraction ?? 0.3, unitInterval);
  const initialDivisor = checkRange(name, "initialDivisor", options.initialDivisor ?? 25, positive);
  const finalDivisor = checkRange(name, "finalDivisor", options.finalDivisor ?? 1e4, positive);
  const threePhase = checkFlag(name, "threePhase", options.threePhase);
  const anneal = checkChoice(name, "anneal", options.anneal ?? "cosine", ["cosine", "linear"]);
  const initial = 1 / initialDivisor;
  const levels = { initial, peak: 1, minimum: initial / finalDivisor };
  return overLength(
    name,
    options.updates,
    { riseFraction, initialDivisor, finalDivisor, threePhase, anneal },
    (step, updates) => {
      const last = Math.min(step, updates - 1);
      const { from, to, progress } = oneCyclePosition(last, { updates, riseFraction, threePhase });
      return interpolate(anneal, levels[from], levels[to], progress);
    },
  );
}
