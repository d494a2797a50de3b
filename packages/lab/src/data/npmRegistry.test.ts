import { expect, it } from "vitest";
import { npmRegistry } from "./npmRegistry.js";

const npmSays = (answer: string) => async () => answer;

it("prefers what npm told this process", async () => {
  const environment = { npm_config_registry: "https://mirror.example/npm" };
  expect(await npmRegistry(environment, npmSays("https://other.example/"))).toBe(
    "https://mirror.example/npm/",
  );
});

it("else asks npm", async () => {
  expect(await npmRegistry({}, npmSays("https://other.example/"))).toBe("https://other.example/");
});

it("leaves out a user name and password", async () => {
  expect(await npmRegistry({}, npmSays("https://user:secret@mirror.example/"))).toBe(
    "https://mirror.example/",
  );
});

it("knows none without npm, or when its answer is no web address", async () => {
  expect(await npmRegistry({}, () => Promise.reject(new Error("no npm")))).toBeUndefined();
  for (const answer of ["", "undefined", "file:///srv/npm/"]) {
    expect(await npmRegistry({}, npmSays(answer))).toBeUndefined();
  }
});

it("is what npm is configured to on this machine", async () => {
  expect(await npmRegistry({})).toMatch(/^https?:\/\/.*\/$/);
});
