import { describe, expect, it } from "vitest";
import { type Decay, l2, lrScaled } from "../index.js";
import { noise, zoo } from "../testing/zoo.js";

const decays: Record<string, Decay | number> = {
  none: 0,
  l2: l2(0.1),
  cautious: lrScaled(0.1, { cautious: true }),
};

describe("climbing is descending along the negated gradient, decay the same", () => {
  const all = zoo.flatMap((specimen) =>
    Object.entries(decays).map(
      ([decay, weightDecay]) => [`${specimen.name}; ${decay}`, specimen, weightDecay] as const,
    ),
  );
  it.each(all)("%s", (_, { make }, weightDecay) => {
    const after = (sign: number) => {
      const model = make({ weightDecay, maximize: sign < 0 }).bind({ w: Float64Array.of(1, -2, 3) });
      for (let step = 0; step < 5; step++) {
        model.step({ w: Float64Array.from({ length: 3 }, (_, i) => sign * noise(step, i)) });
      }
      return model.params.w;
    };
    expect(after(-1)).toEqual(after(1));
  });
});
