import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { converse } from "../../bench/peers/converse.mjs";
import { haveAdapter, SLOW } from "../../packages/engine/src/webgpu/testing/adapter.js";

/** Has a contestant of the benchmarks take a step; it uses the packages as they were built. */
async function takesAStep(script: string): Promise<void> {
  const path = fileURLToPath(new URL(`../../bench/contestants/${script}`, import.meta.url));
  const program = converse(process.execPath, [path]);
  try {
    await program.ask({ model: "cnn", batch: 2, threads: 1 });
    const { seconds } = await program.ask(1);
    expect(seconds).toEqual([expect.any(Number)]);
  } finally {
    await program.stop();
  }
}

test("the engine's contestant takes a step on the processor", () => takesAStep("lehr.mjs"));

test.skipIf(!haveAdapter)("and on a graphics adapter", () => takesAStep("lehrWebgpu.mjs"), SLOW);
