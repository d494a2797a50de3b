import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roomOf, table } from "./table.js";

const columns = [{ heading: "study" }, { heading: "done", align: "right" }, { heading: "message" }] as const;

describe("table", () => {
  it("aligns words to the left and numbers to the right", () => {
    const rows = [
      ["quick", "3", ""],
      ["a longer name", "120", "out of\nmemory"],
    ];
    expect(table(columns, rows, 80)).toEqual([
      "study          done  message",
      "quick             3",
      "a longer name   120  out of memory",
    ]);
  });

  it("shortens words, never numbers, to the room there is", () => {
    const rows = [["quick", "1234567", "the process died with signal SIGKILL in epoch 3"]];
    expect(table(columns, rows, 40)).toEqual([
      "study     done  message",
      "quick  1234567  the process died with s…",
    ]);
    expect(table(columns, rows, 20)).toEqual(["study     done  mes…", "quick  1234567  the…"]);
  });

  it("is never wider than the room, and whole where there is no limit", () => {
    const text = fc.string({ maxLength: 40, unit: "grapheme-ascii" });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text)), fc.integer({ min: 1, max: 120 }), (rows, room) => {
        for (const line of table(columns, rows, room)) expect([...line].length).toBeLessThanOrEqual(room);
        const whole = table(columns, rows, Number.POSITIVE_INFINITY);
        rows.forEach((row, i) => {
          for (const cell of row) expect(whole[i + 1]!).toContain(cell.trimEnd());
        });
      }),
    );
  });

  it("knows a terminal's width, and no limit without one", () => {
    expect(roomOf({ isTTY: true, columns: 132 })).toBe(132);
    expect(roomOf({ isTTY: true })).toBe(80);
    expect(roomOf({ columns: 132 })).toBe(Number.POSITIVE_INFINITY);
  });
});
