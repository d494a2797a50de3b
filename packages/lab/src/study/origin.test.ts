import { afterEach, expect, it } from "vitest";
import { originOf } from "./origin.js";

const argv = process.argv;
afterEach(() => {
  process.argv = argv;
});

it("tells the command line, but no password in it", () => {
  process.argv = ["node", "lehr", "run", "decoupling", "--store", "postgres://me:secret@host/studies"];
  expect(originOf(2).command).toBe("lehr run decoupling --store 'postgres://me:***@host/studies'");
});

it("quotes what a shell would take for something else", () => {
  process.argv = [
    "node",
    "lehr",
    "train",
    "--schedule",
    '{"schedule": "cosine"}',
    "--name",
    "it's",
    "--lr=1e-3",
  ];
  expect(originOf(1).command).toBe(
    `lehr train --schedule '{"schedule": "cosine"}' --name 'it'\\''s' --lr=1e-3`,
  );
});
