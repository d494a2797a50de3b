import { belowOne, checkKeys, checkRange, nonNegative, unitInterval, wholeNumber } from "../validation.js";
import { checkPatience, noMetricsYet, observe, type Patience, type PatienceState } from "./patience.js";

export interface PlateauOptions extends Partial<Patience> {
  /** What a reduction multiplies the multiplier by, in [0, 1); default 0.1. */
  factor?: number;
  /** What the multiplier never falls below, in [0, 1]; default 0. */
  floor?: number;
  /** A reduction by no more than this is not made, >= 0, in units of the multiplier; default 1e-8. */
  epsilon?: number;
}

/** Everything a plateau controller remembers; plain data, exact through JSON as long as metrics are finite. */
export interface PlateauState extends PatienceState {
  /** eta in force. */
  readonly multiplier: number;
}

/** A controller of the learning rate that watches a metric. */
export interface Plateau {
  /** eta in force: give this as an optimizer's `schedule`. It looks at the controller, not at the step. */
  readonly schedule: (step: number) => number;
  /** eta in force. */
  readonly multiplier: number;
  /** Takes in the metric of one evaluation; returns eta from here on. */
  observe(metric: number): number;
  /** Everything there is to save. */
  state(): PlateauState;
  /** Goes on from a saved state, exactly. @throws RangeError if the state is not one of a plateau's. */
  load(state: PlateauState): void;
}

/**
 * Reduces the learning rate when a metric has stopped improving. A metric is better if it beats the best so
 * far by `threshold`; after more than `patience` that were not, eta <- max(eta * factor, floor), and the next
 * `cooldown` count as good. This depends on what happens in training, so it is no function of the step:
 * save `state()` beside the optimizer's. PyTorch's `ReduceLROnPlateau`, its defaults included: mode "min",
 * factor 0.1, patience 10, threshold 1e-4 "rel", cooldown 0. Keras' waits for one metric less.
 *
 * @throws RangeError or TypeError naming the option, its value and what it may be.
 */
export function plateau(options: PlateauOptions = {}): Plateau {
  const name = "plateau";
  checkKeys(name, options, [
    "mode",
    "factor",
    "patience",
    "threshold",
    "thresholdMode",
    "cooldown",
    "floor",
    "epsilon",
  ]);
  const watched = checkPatience(name, options);
  const factor = checkRange(name, "factor", options.factor ?? 0.1, belowOne);
  const floor = checkRange(name, "floor", options.floor ?? 0, unitInterval);
  const epsilon = checkRange(name, "epsilon", options.epsilon ?? 1e-8, nonNegative);
  let watching: PatienceState = noMetricsYet;
  let multiplier = 1;
  return {
    schedule: () => multiplier,
    get multiplier() {
      return multiplier;
    },
    observe(metric) {
      if (typeof metric !== "number") {
        throw new TypeError(`${name}: a metric must be a number, got ${typeof metric}`);
      }
      const { state, reduce } = observe(watched, watching, metric);
      watching = state;
      const reduced = Math.max(multiplier * factor, floor);
      if (reduce && multiplier - reduced > epsilon) multiplier = reduced;
      return multiplier;
    },
    state: () => ({ ...watching, multiplier }),
    load(state) {
      checkKeys(`${name}.load`, state, ["best", "bad", "cooldown", "multiplier"]);
      const bad = checkRange(`${name}.load`, "bad", state.bad, wholeNumber);
      const cooldown = checkRange(`${name}.load`, "cooldown", state.cooldown, wholeNumber);
      if (state.best !== null && typeof state.best !== "number") {
        throw new RangeError(`${name}.load: best must be a number or null, got ${typeof state.best}`);
      }
      multiplier = checkRange(`${name}.load`, "multiplier", state.multiplier, unitInterval);
      watching = { best: state.best, bad, cooldown };
    },
  };
}
