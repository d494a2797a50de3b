import { optimizers } from "../optimizers.js";
import type { Series } from "../results.js";

const DECAYS: Record<string, { name: string; axis: string; formula: string }> = {
  l2: { name: "L2", axis: "L2: λθ joins the gradient", formula: "g ← g + λθ" },
  decoupled: { name: "decoupled", axis: "decoupled: θ ← θ − ηλθ", formula: "θ ← θ − ηλθ" },
  lrScaled: { name: "scaled by the learning rate", axis: "lr-scaled: θ ← θ − ηαλθ", formula: "θ ← θ − ηαλθ" },
  corrected: { name: "corrected", axis: "corrected: θ ← θ − η²αλθ", formula: "θ ← θ − η²αλθ" },
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

/** The optimizer with its decay where the name alone leaves it open: "Adam + L2", "AdamW". */
function fullName(optimizer: string, decay: string): string {
  const told = optimizer.endsWith("w") && decay === "decoupled";
  return told ? optimizerName(optimizer) : `${optimizerName(optimizer)} + ${decayName(decay)}`;
}

/**
 * How each series is written: "Adam + L2", with its schedule where only that tells it from another ("Adam + L2
 * (cosine)"), and with its key where even that does not.
 */
export function seriesNames(
  series: Readonly<Record<string, Pick<Series, "optimizer" | "decay" | "schedule">>>,
): Record<string, string> {
  const short = Object.values(series).map(({ optimizer, decay }) => fullName(optimizer, decay));
  const long = Object.values(series).map(({ schedule }, i) => `${short[i]} (${schedule})`);
  const once = (names: readonly string[], name: string) =>
    names.filter((other) => other === name).length === 1;
  return Object.fromEntries(
    Object.keys(series).map((key, i) => {
      if (once(short, short[i]!)) return [key, short[i]!];
      return [key, once(long, long[i]!) ? long[i]! : `${short[i]} (${key})`];
    }),
  );
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
  return `weight decay λ (${DECAYS[decay]?.axis ?? decay})`;
}
