import type { OptimizerState } from "../state/optimizerState.js";
import type { ArraysOf, Indexed } from "./arena.js";

export interface BindOptions<P extends ArraysOf<P>> {
  /** The parameters' shapes by name, where they are not vectors; default `[length]`. `matrices` goes by them. */
  shapes?: { readonly [Name in keyof P]?: readonly number[] };
}

/** Gradients for parameters `P`: arrays of the same names and types. */
export type Gradients<P extends ArraysOf<P>> = {
  readonly [Name in keyof P]: P[Name] extends Float32Array
    ? Float32Array
    : P[Name] extends Float64Array
      ? Float64Array
      : Float32Array | Float64Array;
};

/** What is the same for all parameters of a group, as it stands now. */
export interface BoundGroup {
  /** The names of its parameters. */
  readonly parameters: readonly string[];
  /** The learning rate the next `step` will use for them. */
  readonly learningRate: number;
}

export interface LoadOptions {
  /**
   * Whose base learning rate counts from now on: that of the optimizer as it was made ("constructor", the
   * default) or the one in the state ("saved"). The default is what the program says: a learning rate changed
   * there, to go on at another one, is not undone by an old file.
   */
  learningRate?: "constructor" | "saved";
}

/** An optimizer that holds parameters. */
export interface BoundOptimizer<P extends ArraysOf<P>> {
  /** The very arrays that were bound. */
  readonly params: Indexed<P>;
  readonly shapes: { readonly [Name in keyof P]: readonly number[] };
  /**
   * Arrays for the gradients, of the parameters' names, types and lengths, contiguous: write gradients here
   * and call `step()`, and nothing is copied.
   */
  readonly gradients: Indexed<P>;
  /** The rule's state by slot and then by parameter; a parameter has the slots of its group's rule. */
  readonly slots: Readonly<Record<string, { readonly [Name in keyof P]?: P[Name] }>>;
  /** The parameters no group matches, and then the groups in their order. */
  readonly groups: readonly BoundGroup[];
  /** Updates done. */
  readonly updates: number;
  /** The learning rate the next `step` will use, for the parameters no group matches: eta_t * alpha. */
  readonly learningRate: number;
  /**
   * One update of all parameters, in place.
   *
   * @param gradients arrays of the parameters' names, types and lengths; default: this object's `gradients`.
   * @throws TypeError for a gradient that is missing, surplus, or of another type or length, RangeError for a
   *   hyper-parameter's function giving a value out of range; nothing is changed then.
   */
  step(gradients?: Gradients<P>): void;
  /**
   * The weights to evaluate and to deploy, in arrays of their own: the bound weights themselves, or, for a
   * schedule-free rule or under an average of weights, that average. `atEvaluationWeights` puts them in place.
   */
  evaluationWeights(): Indexed<P>;
  /**
   * All that the coming updates depend on, apart from the weights, the options and the gradients: exact, in
   * arrays of its own.
   */
  stateDict(): OptimizerState;
  /**
   * Goes on from a state, bit for bit, given the weights that belong to it.
   *
   * @throws TypeError saying what is missing, surplus or different, if the state is of other parameters or of
   *   another rule, and RangeError if its count of updates or a learning rate asked for is no such number;
   *   nothing is changed then.
   */
  loadStateDict(state: OptimizerState, options?: LoadOptions): void;
}
