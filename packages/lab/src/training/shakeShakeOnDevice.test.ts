import { adamw } from "lehr";
import { describe, expect, test } from "vitest";
import { haveAdapter, SLOW } from "../../../engine/src/webgpu/testing/adapter.js";
import { trainingOn } from "./testing/trainingOn.js";

const training = {
  model: "shake-shake-8-2x8d",
  batch: 4,
  batches: 3,
  image: [8, 8, 3],
  classes: 4,
} as const;

type Arrays = Readonly<Record<string, Float32Array>>;

/** Expects arrays to differ by less than a thousandth of each's largest number. */
function expectClose(actual: Arrays, expected: Arrays): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, array] of Object.entries(expected)) {
    const largest = Math.max(...Array.from(array, Math.abs));
    const furthest = Math.max(...Array.from(array, (value, i) => Math.abs(actual[name]![i]! - value)));
    expect(furthest / largest, name).toBeLessThan(1e-3);
  }
}

describe.skipIf(!haveAdapter)("on a graphics adapter", { timeout: SLOW }, () => {
  test("a Shake-Shake network under AdamW goes the way it goes on the processor", async () => {
    const optimizer = adamw({ lr: 1e-3, weightDecay: 0.05 });
    const device = await trainingOn("webgpu", training, optimizer);
    const host = await trainingOn("cpu", training, optimizer);
    for (let i = 0; i < 5; i++) {
      const [actual, expected] = [await device.step(device.feeds(i)), await host.step(host.feeds(i))];
      expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThan(1e-3);
    }
    expectClose(await device.step.parameters(), await host.step.parameters());
    expectClose(await device.step.state(), await host.step.state());
    device.step.dispose();
    host.step.dispose();
  });
});
