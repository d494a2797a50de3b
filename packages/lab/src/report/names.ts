import { optimizers } from "../optimizers.js";

const DECAYS: Record<string, { name: string; axis: string; formula: string }> = {
  l2: { name: "L2", axis: "L2: λθ joins the gradient", formula: "g ← g + λθ" },
  decoupled: { name: "decoupled", axis: "decoupled: θ ← θ − ηλθ", formula: "θ ← θ − ηλθ" },
  lrScaled: { name: "scaled by the learning rate", axis: "lr-scaled: θ ← θ − ηαλθ", formula: "θ ← θ − ηαλθ" },
  normalized: {
    name: "normalized",
    axis: "normalized: θ ← θ − ηλθ/√updates",
    formula: "θ ← θ − ηλθ/√updates",
  },
};

/** How the optimizer is written: "AdamW" for `adamw`; unknown names as they are. */
export function optimizerName(optimizer: string): string {
  return optimizers[optimizer]?.title ?? optimizer;
}

/**
 * The optimizer with its decay where the name alone leaves it open: "Adam + L2", "AdamW".
 *
 * @param decay empty where it is not known, because nothing was run.
 */
export function fullName(optimizer: string, decay: string): string {
  const told = decay === "" || (optimizer.endsWith("w") && decay === "decoupled");
  return told ? optimizerName(optimizer) : `${optimizerName(optimizer)} + ${decayName(decay)}`;
}

/** A decay convention in a word or two. */
export function decayName(decay: string): string {
  return DECAYS[decay]?.name ?? decay;
}

/** What a decay convention does to a step, as a formula; eta is the schedule multiplier, alpha the learning rate. */
export function decayFormula(decay: string): string {
  return DECAYS[decay]?.formula ?? decay;
}

/** The label of a weight decay axis, which names the convention. */
export function decayAxisLabel(decay: string): string {
  return decay === "" ? "weight decay λ" : `weight decay λ (${DECAYS[decay]?.axis ?? decay})`;
}
