import { test } from "vitest";
import { expectParity } from "../../../engine/src/parity.test.helper.js";
import { tinyStep } from "./testing/tinyStep.js";

test.each([
  "shake-shake-8-2x8d",
  "shake-shake-8-2x16d",
  "shake-shake-8-2x8d-even-shake-batch",
  "shake-shake-8-2x8d-shake-keep-image",
  "resnet-8",
])("loss, gradients and statistics of %s, compiled, agree with TensorFlow.js", async (name) => {
  const { step, spec, feeds } = tinyStep(name);
  await expectParity(step, spec, feeds);
});
