import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { beatInterval } from "../store/leases.js";
import type { Store } from "../store/store.js";
import { holdTrial, LeaseLost } from "./hold.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const lease = { trialId: 1, token: "token" };
const beating = (beat: Store["beat"]) => holdTrial({ beat } as Store, lease);

it("shows signs of life, with the share that is done, until it is released", async () => {
  const beat = vi.fn(async () => true);
  const hold = beating(beat);
  await vi.advanceTimersByTimeAsync(beatInterval);
  hold.share = 0.5;
  await vi.advanceTimersByTimeAsync(beatInterval);
  expect(beat.mock.calls).toEqual([
    [lease, 0],
    [lease, 0.5],
  ]);
  expect(hold.lost.aborted).toBe(false);
  hold.release();
  await vi.advanceTimersByTimeAsync(10 * beatInterval);
  expect(beat).toHaveBeenCalledTimes(2);
});

it("is lost when the trial is another worker's, not when the store cannot be asked", async () => {
  const beat = vi.fn().mockRejectedValueOnce(new Error("away")).mockResolvedValue(false);
  const hold = beating(beat);
  await vi.advanceTimersByTimeAsync(beatInterval);
  expect(hold.lost.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(beatInterval);
  expect(hold.lost.reason).toBeInstanceOf(LeaseLost);
  hold.release();
});

it("waits for a sign of life that the store has not taken yet", async () => {
  const beat = vi.fn(() => new Promise<boolean>(() => {}));
  const hold = beating(beat);
  await vi.advanceTimersByTimeAsync(5 * beatInterval);
  expect(beat).toHaveBeenCalledTimes(1);
  hold.release();
});
