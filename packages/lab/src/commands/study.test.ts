import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStore } from "../store/openStore.js";
import type { StudyOverview } from "../store/store.js";
import { exampleStudy } from "../study/testing/exampleStudy.js";
import { deleteQuestion, studyCommand } from "./study.js";
import { studyLines, studyTable } from "./studyLines.js";

const overview = (name: string, changes: Partial<StudyOverview> = {}): StudyOverview => ({
  name,
  experiment: "decoupling",
  preset: "quick",
  createdAt: 0,
  trials: 40,
  waiting: 38,
  running: 2,
  paused: 0,
  done: 0,
  failed: 0,
  bestError: null,
  ...changes,
});

const everywhere = Number.POSITIVE_INFINITY;

describe("studyTable", () => {
  it("lists the newest first, with how far they are", () => {
    const now = 10 * 86_400_000;
    const studies = [
      overview("old", { done: 38, waiting: 0, failed: 1, bestError: 45.678 }),
      overview("new", { createdAt: now - 65_000 }),
    ];
    expect(studyTable(studies, now, everywhere)).toEqual([
      "study  experiment  preset   done  failed  running  best error        age",
      "new    decoupling  quick    0/40       0        2           -  1 min 5 s",
      "old    decoupling  quick   38/40       1        2      45.7 %    10 days",
    ]);
  });

  it("says so where there are none", () => {
    expect(studyTable([], 0)).toEqual(["no studies yet; lehr run begins one"]);
  });
});

describe("studyLines", () => {
  it("shows plan, progress, who runs what, and the best cells", () => {
    expect(studyLines(exampleStudy(), everywhere)).toEqual([
      "example: decoupling, quick",
      "  begun  2026-11-23T06:30:00.000Z",
      "  by     lehr run decoupling",
      "  task   CIFAR-10, cnn, 3000 training images in batches of 64, seed 1",
      "",
      "series  schedule  trials  done  running  paused  diverged  failed  epochs",
      "adam    cosine         2     2        0       0         1       0  5 of 8",
      "adamw   cosine         2     0        1       0         0       0  2 of 8",
      "",
      "Running (1)",
      "series     lr  decay  seed     epoch  test error  worker",
      "adamw   0.001  0.001     1  2.5 of 4      45.0 %  host:42",
      "",
      "Best (1)",
      "series     lr  decay  test error  seeds",
      "adam    0.001  0.001      22.5 %      1",
    ]);
  });

  it("shows what went wrong, within the room there is", () => {
    const study = exampleStudy();
    const failing = study.trials.map((record) => ({
      ...record,
      outcome: "failed" as const,
      message: "the process died with signal SIGKILL, three times in epoch 3; is there enough memory?",
    }));
    const lines = studyLines({ ...study, trials: failing }, 70);
    const at = lines.indexOf("Failed (4)");
    expect(lines[at + 2]).toMatch(/^adam\s+0.001\s+0.001\s+1\s+4 of 4 {2}the process died.*…$/);
    for (const line of lines.slice(at)) expect(line.length).toBeLessThanOrEqual(70);
  });
});

describe("deleteQuestion", () => {
  it("says what would be lost", () => {
    expect(deleteQuestion(exampleStudy())).toBe("Delete example with its 4 trials (2 done, 1 running)?");
  });
});

describe("lehr study, on a store", () => {
  let directory: string;
  let file: string;
  const printed: string[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "lehr-study-"));
    file = join(directory, "studies.db");
    printed.length = 0;
    vi.spyOn(console, "log").mockImplementation((text) => void printed.push(text));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(directory, { recursive: true, force: true });
  });
  const study = (...args: string[]) =>
    studyCommand().parseAsync([...args, "--store", file], { from: "user" });

  it("lists, shows and deletes; makes no store to read from", async () => {
    await study("list", "--json");
    expect(JSON.parse(printed.pop()!)).toEqual([]);
    await expect(study("show", "example")).rejects.toThrow(/no studies are kept in .*studies.db/);

    const { spec, trials } = exampleStudy();
    const store = await openStore(file);
    await store.addStudy(
      spec,
      trials.map(({ trial }) => trial),
    );
    await store.close();

    await study("list", "--json");
    expect(JSON.parse(printed.pop()!)).toMatchObject([{ name: "example", trials: 4, waiting: 4 }]);
    await study("show", "example");
    expect(printed.pop()).toContain("adamw   cosine         2     0");
    await expect(study("show", "exampel")).rejects.toThrow('unknown study "exampel"; choose from example');
    if (!process.stdin.isTTY) await expect(study("delete", "example")).rejects.toThrow(/--yes deletes it/);
    await study("delete", "example", "--yes");
    expect(printed.pop()).toBe("example is deleted");
    await study("list");
    expect(printed.pop()).toBe("no studies yet; lehr run begins one");
  });
});
