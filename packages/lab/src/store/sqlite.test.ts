import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openSqlite } from "./sqlite.js";
import { epochOf, specOf, storeLaws, trialOf } from "./testing/storeLaws.js";

const directory = mkdtempSync(join(tmpdir(), "lehr-store-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let count = 0;
const fresh = () => join(directory, `new folder/${count++}.db`);

describe("a store in an SQLite file", () => {
  storeLaws(() => openSqlite(fresh()));

  test("is seen by others at once, and is there when opened again", async () => {
    const path = fresh();
    const [one, other] = [await openSqlite(path), await openSqlite(path)];
    await one.addStudy(specOf("a"), [trialOf(0.1), trialOf(0.2)]);
    const { lease } = (await one.take("elsewhere:1"))!;
    expect((await other.take("elsewhere:2"))!.trial.learningRate).toBe(0.2);
    await one.record(lease, epochOf(1, 50), 1, null);
    expect((await other.epochs("a")).get(0)).toEqual([epochOf(1, 50)]);
    await one.close();
    await other.close();
    const again = await openSqlite(path);
    expect((await again.trials("a")).map(({ state }) => state)).toEqual(["running", "running"]);
    await again.close();
  });

  test("lists a study of 10,000 trials in well under a second", async () => {
    const store = await openSqlite(fresh());
    await store.addStudy(
      specOf("a"),
      Array.from({ length: 10_000 }, (_, i) => trialOf(1 + i)),
    );
    const started = performance.now();
    expect((await store.studies())[0]!.trials).toBe(10_000);
    expect(performance.now() - started).toBeLessThan(1000);
    await store.close();
  });

  test("says what is wrong with a file that is none", async () => {
    await expect(openSqlite("/dev/null/studies.db")).rejects.toThrow(
      /a part of the path is a file|a file is in the way/,
    );
  });
});
