import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { cacheDirectory } from "./cache.js";

const home = resolve("/home/user");
const elsewhere = resolve("/elsewhere");

it("prefers LEHR_CACHE on every platform", () => {
  for (const platform of ["linux", "darwin", "win32"] as const) {
    const environment = { LEHR_CACHE: elsewhere, XDG_CACHE_HOME: home, LOCALAPPDATA: home };
    expect(cacheDirectory({ environment, platform, home })).toBe(elsewhere);
  }
  expect(cacheDirectory({ environment: { LEHR_CACHE: "here" } })).toBe(resolve("here"));
});

it("uses the platform's usual place", () => {
  const environment = { XDG_CACHE_HOME: elsewhere, LOCALAPPDATA: elsewhere };
  const place = (platform: NodeJS.Platform) => cacheDirectory({ environment, platform, home });
  expect(place("linux")).toBe(join(elsewhere, "lehr"));
  expect(place("win32")).toBe(join(elsewhere, "lehr"));
  expect(place("darwin")).toBe(join(home, "Library", "Caches", "lehr"));
});

it("falls back to the home directory, also from a relative path", () => {
  for (const XDG_CACHE_HOME of [undefined, "", "relative"]) {
    expect(cacheDirectory({ environment: { XDG_CACHE_HOME }, platform: "linux", home })).toBe(
      join(home, ".cache", "lehr"),
    );
  }
});
