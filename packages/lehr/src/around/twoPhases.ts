import { arenaLike, copyInto, type Parameters } from "../binding/arena.js";
import type { Gradients, LoadOptions } from "../binding/boundOptimizer.js";
import { checkGradients } from "../binding/checks.js";
import type { OptimizerState } from "../state/optimizerState.js";
import { type AnyBound, checkBound, extend } from "./extend.js";

/**
 * A bound optimizer that steps in two phases: `ascend`, then `descend`, each with gradients of its own. Between the
 * two there is no state to save or load and there are no weights to evaluate.
 */
export type TwoPhases<Model extends AnyBound> = Omit<Model, "step"> & {
  /**
   * First phase: moves the weights to w + e, given the gradients at w.
   *
   * @throws TypeError if the gradients do not fit; Error if the weights are there already.
   */
  ascend(gradients?: Gradients<Model["params"]>): void;
  /**
   * Second phase: puts the weights back to w, exactly, and steps from there with the gradients at w + e.
   *
   * @throws what `step` throws, and Error if the weights are not at w + e; nothing is changed then.
   */
  descend(gradients?: Gradients<Model["params"]>): void;
  /**
   * Instead of the second phase, where its gradients cannot be had: puts the weights back to w, exactly, without a
   * step.
   *
   * @throws Error if the weights are not at w + e.
   */
  retreat(): void;
};

/**
 * Steps with gradients taken at w + e.
 *
 * @param perturb moves the weights, given the gradients at w.
 */
export function twoPhases<Model extends AnyBound>(
  model: Model,
  owner: string,
  perturb: (weights: Parameters, gradients: Parameters) => void,
): TwoPhases<Model> {
  checkBound(owner, model);
  /** The weights at w, while the bound ones are at w + e. */
  let origin: Parameters | undefined;
  let climbed = false;
  const atOrigin = (method: string) => {
    if (climbed)
      throw new Error(`${owner}: ${method} while the weights are at w + e; call descend or retreat first`);
  };
  const backToOrigin = (method: string): Parameters => {
    if (origin && climbed) return origin;
    throw new Error(`${owner}: ${method} while the weights are at w; call ascend first`);
  };
  return extend(model, {
    ascend(gradients: Parameters = model.gradients) {
      atOrigin("ascend");
      checkGradients(owner, model.params, gradients);
      origin ??= arenaLike(model.params);
      copyInto(origin, model.params);
      perturb(model.params, gradients);
      climbed = true;
    },
    descend(gradients: Parameters = model.gradients) {
      const back = backToOrigin("descend");
      checkGradients(owner, model.params, gradients);
      exchange(model.params, back);
      try {
        model.step(gradients);
      } catch (error) {
        exchange(model.params, back);
        throw error;
      }
      climbed = false;
    },
    retreat() {
      copyInto(model.params, backToOrigin("retreat"));
      climbed = false;
    },
    step() {
      throw new Error(`${owner}: a step has two phases; call ascend and then descend instead of step`);
    },
    evaluationWeights() {
      atOrigin("evaluationWeights");
      return model.evaluationWeights();
    },
    stateDict() {
      atOrigin("stateDict");
      return model.stateDict();
    },
    loadStateDict(state: OptimizerState, options?: LoadOptions) {
      atOrigin("loadStateDict");
      model.loadStateDict(state, options);
    },
  });
}

function exchange(a: Parameters, b: Parameters): void {
  for (const [name, first] of Object.entries(a)) {
    const second = b[name]!;
    for (let i = 0; i < first.length; i++) {
      const kept = first[i]!;
      first[i] = second[i]!;
      second[i] = kept;
    }
  }
}
