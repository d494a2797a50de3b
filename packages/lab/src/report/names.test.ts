import { expect, test } from "vitest";
import { seriesNames } from "./names.js";

const adam = { optimizer: "adam", decay: "l2", schedule: "cosine" } as const;
const adamw = { ...adam, optimizer: "adamw", decay: "decoupled" } as const;

test("series are named by what tells them apart", () => {
  expect(seriesNames({ adam, adamw })).toEqual({ adam: "Adam + L2", adamw: "AdamW" });
  expect(seriesNames({ adam, a: adamw, b: { ...adamw, schedule: "fixed" } })).toEqual({
    adam: "Adam + L2",
    a: "AdamW (cosine)",
    b: "AdamW (fixed)",
  });
  expect(seriesNames({ short: adamw, long: adamw })).toEqual({
    short: "AdamW (short)",
    long: "AdamW (long)",
  });
});
