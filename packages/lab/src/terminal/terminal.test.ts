import { describe, expect, it } from "vitest";
import { formatRate, formatShare } from "./amount.js";
import { formatDuration } from "./duration.js";
import { type Progress, renderProgressBar, renderProgressLine } from "./progressBar.js";
import { startProgress } from "./progressWriter.js";

const download: Progress = {
  label: "CIFAR-10",
  done: 86_100_000,
  total: 138_940_914,
  unit: "bytes",
  rate: 12.3e6,
};
const plain = { columns: 80, color: false };

describe("words", () => {
  it("for durations", () => {
    const words = [0, 0.4, 59.4, 59.6, 60, 200, 3599.7, 7500, -1].map(formatDuration);
    expect(words).toEqual(["0 s", "0 s", "59 s", "1 min", "1 min", "3 min 20 s", "1 h", "2 h 5 min", "0 s"]);
  });

  it("for amounts and rates", () => {
    expect(formatShare(86_100_000, 138_940_914, "bytes")).toBe("86.1 of 138.9 MB");
    expect(formatShare(3, 40, "trials")).toBe("3 of 40 trials");
    expect(formatRate(12.3e6, "bytes")).toBe("12.3 MB/s");
    expect([1234.5, 2.5, 0.05, 0.001].map((rate) => formatRate(rate, "trials"))).toEqual([
      "1235 trials/s",
      "2.5 trials/s",
      "3.0 trials/min",
      "3.6 trials/h",
    ]);
  });
});

describe("renderProgressBar", () => {
  it("fills the line", () => {
    expect(renderProgressBar(download, plain)).toBe(
      "CIFAR-10  ██████████████░░░░░░░░░░  61 %  86.1 of 138.9 MB  12.3 MB/s  4 s left",
    );
  });

  it("knows the beginning, the end, and nothing at all", () => {
    const trials = { label: "Trials", unit: "trials", rate: null, total: 4 };
    expect(renderProgressBar({ ...trials, done: 0 }, plain)).toBe(
      `Trials  ${"░".repeat(24)}  0 %  0 of 4 trials`,
    );
    expect(renderProgressBar({ ...trials, done: 4 }, plain)).toBe(
      `Trials  ${"█".repeat(24)}  100 %  4 of 4 trials`,
    );
    expect(renderProgressBar({ ...trials, done: 0, total: 0 }, plain)).toContain("100 %  0 of 0 trials");
  });

  it("never exceeds the columns", () => {
    for (let columns = 1; columns < 120; columns++) {
      expect(renderProgressBar(download, { columns, color: false }).length).toBeLessThanOrEqual(columns);
    }
  });

  it("colours the bar and nothing else", () => {
    const colored = renderProgressBar(download, { columns: 80, color: true });
    expect(colored).toContain("\u001b[36m█");
    const stripped = ["\u001b[36m", "\u001b[2m", "\u001b[0m"].reduce(
      (text, code) => text.replaceAll(code, ""),
      colored,
    );
    expect(stripped).toBe(renderProgressBar(download, plain));
  });
});

it("renderProgressLine says it in words", () => {
  expect(renderProgressLine(download)).toBe("CIFAR-10: 61 %, 86.1 of 138.9 MB, 12.3 MB/s, 4 s left");
});

describe("startProgress", () => {
  /** An output that remembers, and a clock that is set by hand. */
  function stage(isTTY: boolean, environment: Record<string, string> = {}) {
    const writes: string[] = [];
    const clock = { now: 0 };
    const output = { isTTY, columns: 81, write: (text: string) => writes.push(text) };
    const writer = startProgress({
      label: "Trials",
      total: 10,
      unit: "trials",
      output,
      environment,
      now: () => clock.now,
    });
    return { writes, clock, writer };
  }

  it("redraws a terminal's line at most every 100 ms", () => {
    const { writes, clock, writer } = stage(true, { NO_COLOR: "1" });
    for (clock.now = 0; clock.now <= 1000; clock.now += 10) writer.update(clock.now / 100);
    expect(writes.length).toBe(11);
    expect(writes[10]).toBe(`\r\u001b[KTrials  ${"█".repeat(24)}  100 %  10 of 10 trials  10.0 trials/s`);
    writer.end();
    expect(writes.at(-1)).toBe("\r\u001b[KTrials: 100 %, 10 of 10 trials, 9.9 trials/s, took 1 s\n");
  });

  it("writes a line every ten seconds elsewhere", () => {
    for (const [isTTY, environment] of [
      [false, {}],
      [true, { TERM: "dumb" }],
    ] as const) {
      const { writes, clock, writer } = stage(isTTY, environment);
      for (clock.now = 0; clock.now <= 25_000; clock.now += 500) writer.update(Math.floor(clock.now / 2500));
      clock.now = 25_000;
      writer.end();
      writer.update(10);
      writer.end();
      expect(writes).toEqual([
        "Trials: 0 %, 0 of 10 trials\n",
        "Trials: 40 %, 4 of 10 trials, 24.0 trials/min, 15 s left\n",
        "Trials: 80 %, 8 of 10 trials, 24.0 trials/min, 5 s left\n",
        "Trials: 100 %, 10 of 10 trials, 24.0 trials/min, took 25 s\n",
      ]);
    }
  });

  it("colours only where colours are welcome", () => {
    expect(stage(true).writes.join("")).toContain("\u001b[2m");
    expect(stage(true, { NO_COLOR: "1" }).writes.join("")).not.toContain("\u001b[2m");
    expect(stage(false).writes.join("")).not.toContain("\u001b");
  });

  it("counts a resumed download's rate from where it resumed", () => {
    const writes: string[] = [];
    let now = 0;
    const output = { write: (text: string) => writes.push(text) };
    const writer = startProgress({
      label: "x",
      total: 30e6,
      done: 10e6,
      unit: "bytes",
      output,
      now: () => now,
    });
    now = 10_000;
    writer.update(20e6);
    expect(writes[1]).toBe("x: 66 %, 20.0 of 30.0 MB, 1.0 MB/s, 10 s left\n");
  });
});
