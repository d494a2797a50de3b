import { describe, expect, it } from "vitest";
import { isServer, isThere, withoutPassword } from "./place.js";

describe("the place of a store", () => {
  it("is a server's address, or a file", async () => {
    expect(["postgres://a@b/c", "postgresql://b/c", "studies.db"].map(isServer)).toEqual([true, true, false]);
    expect(await isThere("no-such-folder/studies.db")).toBe(false);
    expect(await isThere("postgres://nobody@nowhere/studies")).toBe(true);
  });

  it.each([
    ["postgres://me:secret@host:5432/db", "postgres://me:***@host:5432/db"],
    ["postgresql://me:p@ss:w/rd@host/db", "postgresql://me:***@host/db"],
    ["--store=postgres://me:secret@host/db", "--store=postgres://me:***@host/db"],
    ["postgres://me@host:5432/db", "postgres://me@host:5432/db"],
    ["postgres://host:5432/db", "postgres://host:5432/db"],
    ["results/a:b@c.db", "results/a:b@c.db"],
  ])("%s is shown as %s", (place, shown) => {
    expect(withoutPassword(place)).toBe(shown);
  });
});
