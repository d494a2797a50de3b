import fc from "fast-check";
import { expect, it } from "vitest";
import { measureNormalization } from "./measureNormalization.js";
import { normalizeImages } from "./normalization.js";

const finite = fc.float32Array({ minLength: 36, maxLength: 36, noNaN: true, min: -1000, max: 1000 });

it("brings every channel to mean 0 and variance 1, unless it is constant", () => {
  const values = fc.oneof(fc.uint8Array({ minLength: 36, maxLength: 36 }), finite);
  fc.assert(
    fc.property(values, (images) => {
      images.fill(images[4]!, 4, 8).fill(images[4]!, 16, 20).fill(images[4]!, 28, 32);
      const shape = [3, 2, 2] as const;
      const normalization = measureNormalization({ size: 3, shape, images, labels: new Uint8Array(3) });
      expect(normalization.std[1]).toBe(1);
      expect(normalization.mean[1]).toBe(images[4]! + 0);
      const output = new Float32Array(36);
      normalizeImages(images, output, shape, normalization);
      const channel = (c: number): number[] => [...output].filter((_, i) => Math.floor(i / 4) % 3 === c);
      for (const c of [0, 2]) {
        const normalized = channel(c);
        expect(normalized.reduce((sum, value) => sum + value, 0) / 12).toBeCloseTo(0, 3);
        if (normalization.std[c]! > 0.01 && normalization.std[c] !== 1)
          expect(normalized.reduce((sum, value) => sum + value ** 2, 0) / 12).toBeCloseTo(1, 3);
      }
    }),
  );
});
