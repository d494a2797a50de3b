import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { workerName } from "../store/leases.js";
import { openSqlite } from "../store/sqlite.js";
import type { Ending, Store } from "../store/store.js";
import { epochOf, specOf, trialOf } from "../store/testing/storeLaws.js";
import type { Trainer } from "../training/trainer.js";
import { UsageError } from "../usageError.js";
import type { Bench } from "./bench.js";
import { carryOutTrial } from "./carryOutTrial.js";
import { holdTrial } from "./hold.js";

const directory = mkdtempSync(join(tmpdir(), "lehr-carry-out-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
let store: Store;
let endings: Ending[];
beforeEach(async () => {
  endings = [];
  store = await openSqlite(join(directory, `${files++}.db`));
  await store.addStudy(specOf("a"), [trialOf(0.1)]);
  return () => store.close();
});

/** Carries the trial out with a trainer that trains like this. */
async function carryOut(train: Trainer["train"]): Promise<boolean> {
  const taken = (await store.take(workerName()))!;
  const hold = holdTrial(store, taken.lease);
  const bench = { trainer: { train }, placement: {} } as Bench;
  const signal = new AbortController().signal;
  try {
    const onEnd = (ending: Ending) => endings.push(ending);
    return await carryOutTrial(store, taken, bench, { hold, checkpointSeconds: 300, signal, onEnd });
  } finally {
    hold.release();
  }
}

const record = async () => (await store.trials("a"))[0]!;

describe("a trial that goes wrong", () => {
  it("is given back with its message, and has failed the third time", async () => {
    const broken = () => carryOut(() => Promise.reject(new Error("the device is lost")));
    for (const attempts of [1, 2]) {
      await expect(broken()).rejects.toThrow("the device is lost");
      expect(await record()).toMatchObject({ state: "waiting", attempts, message: "the device is lost" });
    }
    await expect(broken()).rejects.toThrow("the device is lost");
    expect(await record()).toMatchObject({
      outcome: "failed",
      message: "given up after 3 attempts: the device is lost",
    });
  });

  it("has failed at once where it asks for what there is not", async () => {
    const refused = carryOut(() => Promise.reject(new UsageError('unknown schedule "up"')));
    expect(await refused).toBe(true);
    expect(await record()).toMatchObject({ outcome: "failed", message: 'unknown schedule "up"' });
    expect(endings).toEqual([{ outcome: "failed", message: 'unknown schedule "up"' }]);
  });

  it("is left to the worker that it has gone to", async () => {
    const lost = carryOut(async (_, options) => {
      await store.removeStudy("a");
      const state = async () => Uint8Array.from([7]);
      await options?.onEpoch?.(epochOf(1, 50), 1, state, async () => ({}));
      return "finished";
    });
    expect(await lost).toBe(false);
    expect(endings).toEqual([]);
  });
});

it("tells of the end of a trial", async () => {
  const trained = carryOut(async (_, options) => {
    const state = async () => Uint8Array.from([7]);
    await options?.onEpoch?.(epochOf(1, 50), 1, state, async () => ({}));
    return "diverged";
  });
  expect(await trained).toBe(true);
  expect(await record()).toMatchObject({ state: "done", outcome: "diverged" });
  expect(endings).toEqual([{ outcome: "diverged" }]);
});
