import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { UsageError } from "../usageError.js";
import { curveOf, scheduleCommand } from "./schedule.js";
import { drawn } from "./scheduleOutput.js";

const usual = { epochs: "100", updatesPerEpoch: "10", warmup: "0", lr: "1", decay: "decoupled" } as const;

describe("curveOf", () => {
  it("keeps both sides of every restart", async () => {
    const curve = await curveOf("restarts-10-2", { ...usual, lr: "0.5" });
    expect(curve.restarts).toEqual([100, 300, 700]);
    for (const start of curve.restarts) {
      const at = (update: number) => curve.points.find((point) => point.update === update)!;
      expect(at(start).learningRate).toBe(0.5);
      expect(at(start - 1).learningRate).toBeLessThan(0.001);
    }
    expect(curve.points.at(-1)!.update).toBe(999);
    expect(curve.points.every(({ decay }) => decay === null)).toBe(true);
  });

  it("gives the decay that the convention makes of it", async () => {
    const decay = async (
      name: "l2" | "decoupled" | "lrScaled" | "normalized",
      schedule = "restarts-10-3",
    ) => {
      const { points } = await curveOf(schedule, { ...usual, lr: "0.1", decay: name, weightDecay: "0.02" });
      return points;
    };
    for (const { learningRate, decay: l2 } of await decay("l2")) {
      expect(l2).toBe(0.02);
      expect(learningRate).toBeLessThanOrEqual(0.1);
    }
    for (const point of await decay("decoupled"))
      expect(point.decay).toBeCloseTo(point.learningRate * 0.2, 12);
    for (const point of await decay("lrScaled"))
      expect(point.decay).toBeCloseTo(point.learningRate * 0.02, 12);
    // The paper's appendix B.1: lambda over the root of the updates in the period, 100 and then 300.
    const normalized = await decay("normalized");
    const start = (update: number) => normalized.find((point) => point.update === update)!.decay;
    expect(start(0)).toBeCloseTo(0.02 / 10, 12);
    expect(start(100)).toBeCloseTo(0.02 / Math.sqrt(300), 12);
    expect((await decay("normalized", "fixed"))[0]!.decay).toBeCloseTo(0.02 / Math.sqrt(1000), 12);
  });

  it("warms up within the run", async () => {
    const { points } = await curveOf("cosine", { ...usual, warmup: "10" });
    expect(points.find(({ update }) => update === 100)!.learningRate).toBe(1);
    expect(points[0]!.learningRate).toBeCloseTo(1 / 101, 12);
    expect(points.at(-1)!.learningRate).toBeLessThan(1e-4);
  });

  it("refuses what cannot be drawn", async () => {
    await expect(curveOf("cosine", { ...usual, warmup: "100" })).rejects.toThrow(/--warmup must be shorter/);
    await expect(curveOf("cosine", { ...usual, lr: "" })).rejects.toThrow(
      /--lr must be a number >= 0, got ""/,
    );
    await expect(
      curveOf('{"schedule": "constant"}', { ...usual, decay: "normalized", weightDecay: "0.02" }),
    ).rejects.toThrow(UsageError);
  });

  it("takes periods that shrink to single updates", async () => {
    const { restarts } = await curveOf("restarts-10-0.5", usual);
    expect(restarts.slice(0, 3)).toEqual([100, 150, 175]);
    expect(restarts.length).toBeGreaterThan(100);
  });
});

describe("drawn", () => {
  it("shows restarts, and stays within 80 columns", async () => {
    const curve = await curveOf("restarts-10-2", { ...usual, decay: "normalized", weightDecay: "0.025" });
    const lines = drawn("restarts-10-2", curve, { columns: 80, decayLabel: "weight decay" });
    expect(lines[0]).toBe("restarts-10-2: learning rate");
    expect(lines.at(-1)).toBe("Restarts after epochs 10, 30, 70");
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    const axes = lines.filter((line) => line.includes("└"));
    expect(axes).toHaveLength(2);
    // 10, 30 and 70 of 100 epochs, on an axis of 77 characters.
    expect(
      [...axes[0]!.slice(axes[0]!.indexOf("└") + 1)].flatMap((c, i) => (c === "▲" ? [i] : [])),
    ).toHaveLength(3);
  });
});

describe("lehr schedule", () => {
  it("prints numbers, and writes a picture", async () => {
    const directory = await mkdtemp(join(tmpdir(), "lehr-schedule-"));
    const print = vi.spyOn(console, "log").mockImplementation(() => {});
    try {
      const svg = join(directory, "cosine.svg");
      const args = ["cosine", "--epochs", "10", "--updates-per-epoch", "5", "--weight-decay", "0.1"];
      await scheduleCommand().parseAsync([...args, "--json", "--svg", svg], { from: "user" });
      const printed = JSON.parse(print.mock.calls[0]![0]);
      expect(printed).toMatchObject({
        schedule: "cosine",
        epochs: 10,
        updates: 50,
        weightDecay: 0.1,
        restarts: [],
      });
      expect(printed.points).toHaveLength(50);
      expect(printed.points[0]).toEqual({ update: 0, epoch: 0, learningRate: 1, decay: 0.1 });
      expect(await readFile(svg, "utf8")).toMatch(/^<svg [^>]*>.*Schedule cosine/s);
    } finally {
      print.mockRestore();
      await rm(directory, { recursive: true, force: true });
    }
  });
});
