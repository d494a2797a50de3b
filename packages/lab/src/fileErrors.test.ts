import { writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { fileError } from "./fileErrors.js";

const failure = (path: string): Promise<unknown> => writeFile(path, "").catch((error: unknown) => error);

it("explains the system's errors in one line", async () => {
  const error = fileError(await failure("/dev/null/file"), "/dev/null", "try another place");
  expect(error).toEqual(
    new Error(
      "cannot read or write /dev/null: a part of the path is a file, not a directory; try another place",
    ),
  );
});

it.skipIf(process.platform !== "linux")("knows a full disk", async () => {
  const error = fileError(
    await writeFile("/dev/full", "x").catch((reason: unknown) => reason),
    "/dev/full",
    "make room",
  );
  expect(error).toEqual(new Error("cannot read or write /dev/full: the disk is full; make room"));
});

it("passes on what is not the file system's", () => {
  for (const error of [new Error("other"), "text"]) expect(fileError(error, "/", "")).toBe(error);
});
