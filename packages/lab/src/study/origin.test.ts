import { afterEach, expect, it } from "vitest";
import { originOf } from "./origin.js";

const argv = process.argv;
afterEach(() => {
  process.argv = argv;
});

it("tells the command line, but no password in it", () => {
  process.argv = ["node", "lehr", "run", "decoupling", "--store", "postgres://me:secret@host/studies"];
  const { command } = originOf(2);
  expect(command).toBe("lehr run decoupling --store postgres://me:***@host/studies");
});
