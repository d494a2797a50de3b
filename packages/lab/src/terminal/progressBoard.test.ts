import { expect, test } from "vitest";
import { startProgressBoard } from "./progressBoard.js";

/** What is on the screen after escape sequences have been obeyed. */
function screen(text: string): string[] {
  const lines: string[] = [""];
  for (const [index, part] of text.split("\u001b[").entries()) {
    const [, up, command, rest] = (index > 0 && /^(\d*)([A-Z])([\s\S]*)$/.exec(part)) || ["", "", "", part];
    if (command === "A") lines.length -= Number(up);
    if (command === "J") lines[lines.length - 1] = "";
    const [own, ...more] = rest!.split("\n");
    lines[lines.length - 1] += own!.replaceAll("\r", "");
    lines.push(...more.map((line) => line.replaceAll("\r", "")));
  }
  return lines;
}

const progress = (label: string, done: number) => ({ label, done, total: 4, unit: "epochs", rate: 1 });

test("on a terminal, bars stay at the bottom and lines above them", () => {
  let text = "";
  const write = (piece: string) => {
    text += piece;
  };
  const output = { isTTY: true, columns: 80, write };
  const board = startProgressBoard({ output, environment: { NO_COLOR: "1" } });
  board.update(progress("study", 1), [progress("adam", 1), progress("adamw", 0)]);
  board.print("adam is done");
  board.update(progress("study", 2), [progress("adamw", 2)]);
  const shown = screen(text);
  expect(shown[0]).toBe("adam is done");
  expect(shown[1]).toMatch(/^study {2}█+░+ {2}50 % {2}2 of 4 epochs {2}1.0 epochs\/s {2}2 s left$/);
  expect(shown[2]).toMatch(/^adamw/);
  expect(shown.length).toBe(4);
  board.end();
  board.end();
  expect(screen(text)).toEqual(["adam is done", "study: 50 %, 2 of 4 epochs, 1.0 epochs/s, 2 s left", ""]);
});

test("elsewhere, a line for the whole every ten seconds", () => {
  let text = "";
  let time = 0;
  const write = (piece: string) => {
    text += piece;
  };
  const board = startProgressBoard({ output: { write }, now: () => time, environment: {} });
  board.update(progress("study", 1), [progress("adam", 1)]);
  time = 5_000;
  board.update(progress("study", 2), []);
  time = 10_000;
  board.update(progress("study", 3), []);
  board.end();
  expect(text).not.toContain("\u001b");
  expect(text.split("\n").map((line) => line.slice(0, 12))).toEqual([
    "study: 25 %,",
    "study: 75 %,",
    "study: 75 %,",
    "",
  ]);
});
