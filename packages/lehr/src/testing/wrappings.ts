import {
  type AnyBound,
  accumulate,
  asam,
  clipByGlobalNorm,
  ema,
  lookahead,
  sam,
  skipNonFinite,
  swa,
  withHooks,
} from "../index.js";

type Gradients = AnyBound["params"];

/** A bound optimizer with something around it, and what one turn of its training loop is. */
export interface Wrapped {
  readonly model: Pick<AnyBound, "params" | "stateDict" | "loadStateDict" | "evaluationWeights" | "updates">;
  readonly turn: (gradients: Gradients) => void;
}

const plain = (model: AnyBound): Wrapped => ({ model, turn: (gradients) => model.step(gradients) });

const twoPhases = (model: ReturnType<typeof sam<AnyBound>>): Wrapped => ({
  model,
  turn(gradients) {
    model.ascend(gradients);
    // Any function of where the weights are will do for a second gradient.
    const second = Object.entries(gradients).map(([name, gradient]) => [
      name,
      gradient.map((g: number, i: number) => g + 0.1 * model.params[name]![i]!),
    ]);
    model.descend(Object.fromEntries(second));
  },
});

/** Everything that can be around a step, alone and in company. */
export const wrappings: Readonly<Record<string, (model: AnyBound) => Wrapped>> = {
  nothing: plain,
  accumulate: (model) => plain(accumulate(model, { every: 3 })),
  skipNonFinite: (model) => plain(skipNonFinite(model)),
  lookahead: (model) => plain(lookahead(model, { every: 3 })),
  swa: (model) => plain(swa(model, { from: 4, every: 3 })),
  ema: (model) => plain(ema(model, { decay: 0.9 })),
  clipping: (model) =>
    plain(withHooks(model, { beforeStep: ({ gradients }) => void clipByGlobalNorm(gradients, 0.5) })),
  sam: (model) => twoPhases(sam(model)),
  asam: (model) => twoPhases(asam(model, { weights: ["a"] })),
  all: (model) =>
    twoPhases(
      sam(
        ema(swa(lookahead(skipNonFinite(accumulate(model, { every: 3 })), { every: 3 }), { every: 2 }), {
          decay: 0.9,
        }),
      ),
    ),
};
